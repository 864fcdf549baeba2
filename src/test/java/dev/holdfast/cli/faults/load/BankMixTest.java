package dev.holdfast.cli.faults.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Action.OfBank;
import dev.holdfast.cli.faults.check.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BankMixTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aSeedDrawsTheSameCallsAgain() {
    assertEquals(drawn(mix()), drawn(mix()));
  }

  @Test
  void mostCallsAreTransfersAndEachHasAnIdOfItsOwn() {
    Set<Long> ids = new HashSet<>();
    int held = 0;
    int closing = 0;
    for (Mix.Drawn call : drawn(mix())) {
      switch (call.action()) {
        case OfBank.Transfer transfer -> {
          assertTrue(ids.add(transfer.id()));
          held += transfer.held() ? 1 : 0;
        }
        case OfBank.Close _ -> closing++;
        default -> throw new AssertionError(call);
      }
    }
    assertEquals(2000, ids.size() + closing);
    assertTrue(held > 200 && held < 400, held + " held");
    assertTrue(closing > 50 && closing < 200, closing + " closed or opened");
  }

  @Test
  void whatIsHeldIsClaimedOnceWhenItsTimeHasCome() {
    BankMix mix = mix();
    Mix.Drawn hold = held(mix);
    mix.saw(hold, new Outcome.Unknown("no answer"));
    mix.saw(hold, new Outcome.Done());
    mix.saw(held(mix), new Outcome.Failed("503 not-ready"));
    assertEquals(List.of(), claims(mix));
    nanos.set(60_000_000_000L);
    long id = ((OfBank.Transfer) hold.action()).id();
    assertEquals(List.of(new OfBank.Claim(id)), claims(mix));
  }

  private BankMix mix() {
    return new BankMix(7, 3, nanos::get);
  }

  private static List<Action> claims(BankMix mix) {
    return drawn(mix).stream()
        .map(Mix.Drawn::action)
        .filter(action -> action instanceof OfBank.Claim)
        .toList();
  }

  private static Mix.Drawn held(BankMix mix) {
    while (true) {
      Mix.Drawn next = mix.next();
      if (next.action() instanceof OfBank.Transfer transfer && transfer.held()) {
        return next;
      }
    }
  }

  private static List<Mix.Drawn> drawn(Mix mix) {
    List<Mix.Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      drawn.add(mix.next());
    }
    return drawn;
  }
}
