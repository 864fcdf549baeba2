package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members.View;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a member knocks at and whose rows it clears away. */
class RoundsTest {
  private static final Peer A = new Peer("a:1", 1);
  private final Rounds rounds = new Rounds(Rows.SETTINGS, Peer.of(Rows.SELF));

  @Test
  void aSilentMemberIsKnockedAtAndABeatingOneIsNot() {
    MemberRow silent = Rows.row("a:1", 2600);
    View view = Rows.view(silent, Rows.row("b:1", 900), Rows.row(Rows.SELF, 60_000));
    var members = Set.of(A, new Peer("b:1", 1), Peer.of(Rows.SELF));
    assertEquals(List.of(silent), rounds.silent(view, members, _ -> Duration.ofSeconds(2)));
  }

  @Test
  void afterATimeWithoutTheDatabaseEverybodyMayBeatFirst() {
    View view = Rows.view(Rows.row("a:1", 60_000));
    assertEquals(List.of(), rounds.silent(view, Set.of(A), _ -> Duration.ofMillis(500)));
  }

  @Test
  void theSilenceOfAnEarlierProcessSaysNothingOfItsSuccessor() {
    View view = Rows.view(Rows.row("a:1", 60_000));
    var successor = Set.of(new Peer("a:1", 2));
    assertEquals(List.of(), rounds.silent(view, successor, _ -> Duration.ofSeconds(60)));
  }

  @Test
  void theRowOfARemovedMemberThatIsSilentIsLeftOver() {
    Member a = Rows.member("a:1", 1);
    View view = Rows.view(Rows.row(a, 2600));
    assertEquals(List.of(), leftOver(view, Set.of(A)));
    rounds.meet(Set.of(A));
    assertEquals(List.of(), leftOver(view, Set.of(A)));
    assertEquals(List.of(a), leftOver(view, Set.of()));
  }

  @Test
  void theRowOfARemovedMemberThatBeatsStaysForItWouldWriteItAgain() {
    rounds.meet(Set.of(A));
    assertEquals(List.of(), leftOver(Rows.view(Rows.row("a:1", 100)), Set.of()));
  }

  @Test
  void whoIsHeardOfLatelyAndByOurOwnEyesBeats() {
    View view = Rows.view(Rows.row("a:1", 100), Rows.row("b:1", 2600));
    assertEquals(Set.of(A), rounds.beating(view, _ -> Duration.ZERO));
    assertEquals(
        Set.of(),
        rounds.beating(Rows.view(Rows.row("a:1", -60_000)), _ -> Duration.ofSeconds(3)),
        "the database's clock was set back, and nothing moves");
  }

  @Test
  void ofTwoNodesEitherGivesTheOtherUp() {
    assertTrue(Rounds.mayGiveUp(peers(2), peers(2), Set.of(peer(1))));
  }

  @Test
  void aMinorityIsGivenUp() {
    assertTrue(Rounds.mayGiveUp(peers(3), peers(3), Set.of(peer(1))));
    assertTrue(Rounds.mayGiveUp(peers(5), peers(5), Set.of(peer(1), peer(4))));
  }

  @Test
  void soManyThatNoMajorityStaysAreLeftToTheResolver() {
    assertFalse(Rounds.mayGiveUp(peers(3), peers(3), Set.of(peer(1), peer(2))));
    assertFalse(Rounds.mayGiveUp(peers(4), peers(4), Set.of(peer(0), peer(3))));
    assertFalse(Rounds.mayGiveUp(peers(5), peers(5), Set.of(peer(1), peer(2), peer(3))));
  }

  @Test
  void whoIsNotHeardIsNotCountedAmongThoseWhoStay() {
    assertFalse(Rounds.mayGiveUp(peers(3), peers(2), Set.of(peer(1))));
    assertTrue(Rounds.mayGiveUp(peers(3), peers(2), Set.of(peer(2))), "the dead one is not heard");
  }

  @Test
  void whoWasNeverUpIsNotMissed() {
    assertTrue(Rounds.mayGiveUp(peers(3), peers(2), Set.of(peer(2), peer(8), peer(9))));
  }

  private static Set<Peer> peers(int count) {
    return IntStream.range(0, count).mapToObj(RoundsTest::peer).collect(Collectors.toSet());
  }

  private static Peer peer(int number) {
    return new Peer("p" + number + ":1", 1);
  }

  @Test
  void theRowOfOneWhoIsJustJoiningIsNot() {
    assertEquals(List.of(), leftOver(Rows.view(Rows.row("a:1", 100)), Set.of()));
  }

  @Test
  void ourOwnRowIsNeverLeftOver() {
    rounds.meet(Set.of(Peer.of(Rows.SELF)));
    assertEquals(List.of(), leftOver(Rows.view(Rows.row(Rows.SELF, 60_000)), Set.of()));
  }

  @Test
  void aHeartbeatIsQuietForAsLongAsItWasSeenUnchanged() {
    var watch = new Watch();
    long start = -5;
    watch.observe(Rows.view(Rows.row("a:1", 100)), start);
    watch.observe(Rows.view(Rows.row("a:1", 100)), start + TimeUnit.SECONDS.toNanos(2));
    assertEquals(
        Duration.ofSeconds(3),
        watch.quiet(Rows.row("a:1", 100), start + TimeUnit.SECONDS.toNanos(3)));
    watch.observe(Rows.view(Rows.row("a:1", 0)), start + TimeUnit.SECONDS.toNanos(4));
    assertEquals(
        Duration.ZERO, watch.quiet(Rows.row("a:1", 0), start + TimeUnit.SECONDS.toNanos(4)));
    watch.observe(
        Rows.view(Rows.row(Rows.member("a:1", 2), 0)), start + TimeUnit.SECONDS.toNanos(6));
    assertEquals(
        Duration.ofSeconds(1),
        watch.quiet(Rows.row(Rows.member("a:1", 2), 0), start + TimeUnit.SECONDS.toNanos(7)));
  }

  private List<Member> leftOver(View view, Set<Peer> members) {
    return rounds.leftOver(view, members, _ -> Duration.ZERO);
  }
}
