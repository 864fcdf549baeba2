package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of two clusters in one formation ends. */
class SidesTest {
  private static final int PATIENCE = 3;
  private static final Peer LOWEST = new Peer("10.0.0.1:999", 5);
  private static final Peer LOW = new Peer("10.0.0.1:1000", 6);
  private static final Peer HIGH = new Peer("10.0.0.2:25", 7);
  private static final Peer HIGHEST = new Peer("10.0.0.3:25", 8);

  @Test
  void ofEqualSidesTheOneWithTheLowestAddressStays() {
    assertTrue(endsWithPatience(LOW, Set.of(LOW, LOWEST), Set.of(LOW)), "ports are numbers");
    assertFalse(endsWithPatience(LOWEST, Set.of(LOW, LOWEST), Set.of(LOWEST)));
    assertTrue(endsWithPatience(HIGHEST, Set.of(LOWEST, LOW, HIGH, HIGHEST), Set.of(LOW, HIGHEST)));
  }

  @Test
  void theLargerSideStaysWhateverItsAddresses() {
    var all = Set.of(LOWEST, LOW, HIGH);
    assertTrue(endsWithPatience(LOWEST, all, Set.of(LOWEST)));
    assertFalse(endsWithPatience(LOW, all, Set.of(LOW, HIGH)));
  }

  @Test
  void membersThatDoNotBeatAreNotCountedForTheOtherSideCannotSeeThem() {
    assertTrue(endsWithPatience(HIGH, Set.of(HIGH, LOWEST), Set.of(HIGH, HIGHEST, LOW)));
  }

  @Test
  void ourOwnRowNeedNotBeThereYet() {
    assertFalse(endsWithPatience(LOWEST, Set.of(HIGH), Set.of(LOWEST)));
  }

  @Test
  void aNodeThatBeatsForAWhileAfterItWasRemovedIsNoOtherSide() {
    var sides = new Sides(HIGH, PATIENCE);
    for (int look = 0; look < PATIENCE; look++) {
      assertFalse(sides.mustEnd(Set.of(LOWEST, HIGH), Set.of(HIGH)));
    }
    assertFalse(sides.mustEnd(Set.of(HIGH), Set.of(HIGH)), "it has ended");
    assertFalse(sides.mustEnd(Set.of(LOWEST, HIGH), Set.of(HIGH)), "counted anew");
  }

  @Test
  void oneWhoBecomesAMemberIsNoOtherSide() {
    var sides = new Sides(HIGH, PATIENCE);
    for (int look = 0; look < PATIENCE; look++) {
      assertFalse(sides.mustEnd(Set.of(LOWEST, HIGH), Set.of(HIGH)));
    }
    assertFalse(sides.mustEnd(Set.of(LOWEST, HIGH), Set.of(HIGH, LOWEST)));
  }

  @Test
  void anotherProcessAtTheSameAddressIsCountedAnew() {
    var sides = new Sides(HIGH, PATIENCE);
    for (int look = 0; look < PATIENCE; look++) {
      assertFalse(sides.mustEnd(Set.of(LOWEST, HIGH), Set.of(HIGH)));
    }
    var successor = new Peer(LOWEST.address(), 99);
    assertFalse(sides.mustEnd(Set.of(successor, HIGH), Set.of(HIGH)));
  }

  private static boolean endsWithPatience(Peer self, Set<Peer> beating, Set<Peer> members) {
    var sides = new Sides(self, PATIENCE);
    for (int look = 0; look < PATIENCE; look++) {
      assertFalse(sides.mustEnd(beating, members), "at look " + look);
    }
    return sides.mustEnd(beating, members);
  }
}
