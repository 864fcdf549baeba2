package dev.holdfast.cli.drills.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LedgerTest {
  @Test
  void whatWasAcknowledgedAndAtMostWhatIsUnknownMoreIsRight() {
    var ledger = new Ledger(2);
    ledger.acknowledge(0);
    ledger.acknowledge(1);
    ledger.perhaps(1);
    assertTrue(ledger.balance(new long[] {1, 1}).isRight());
    assertTrue(ledger.balance(new long[] {1, 2}).isRight());
  }

  @Test
  void anAcknowledgedCallThatIsNotThereIsLost() {
    var ledger = new Ledger(1);
    ledger.acknowledge(0);
    ledger.acknowledge(0);
    Ledger.Balance balance = ledger.balance(new long[] {1});
    assertFalse(balance.isRight());
    assertEquals(1, balance.lost());
    assertEquals(0, balance.surplus());
    assertEquals(1, balance.wrong().size());
  }

  @Test
  void aCallAppliedTwiceIsTooMuch() {
    var ledger = new Ledger(1);
    ledger.acknowledge(0);
    Ledger.Balance balance = ledger.balance(new long[] {2});
    assertFalse(balance.isRight());
    assertEquals(1, balance.surplus());
  }

  @Test
  void oneInstancesSurplusDoesNotHideAnothersLoss() {
    var ledger = new Ledger(2);
    ledger.acknowledge(0);
    ledger.acknowledge(1);
    Ledger.Balance balance = ledger.balance(new long[] {2, 0});
    assertEquals(2, balance.found());
    assertEquals(1, balance.lost());
    assertEquals(1, balance.surplus());
  }
}
