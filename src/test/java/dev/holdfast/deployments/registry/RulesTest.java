package dev.holdfast.deployments.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Orders to a deployment, and what its events make of it, down to their JSON. */
class RulesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

  private Deployment deployment = Deployment.NONE;
  private final List<EventData> journal = new ArrayList<>();

  private void order(Order order) {
    Order told = RegistryJson.order(handler(order), RegistryJson.argument(order));
    assertEquals(order, told, "an order survives its way as JSON");
    var decided =
        assertInstanceOf(
            Rules.Decided.Changes.class, Rules.decide(deployment, order, NOW), "it is refused");
    for (Change change : decided.changes()) {
      EventData event = RegistryJson.event(change);
      assertEquals(change, RegistryJson.change(event), "a change survives its way as JSON");
      journal.add(event);
      deployment = deployment.apply(change);
    }
    assertEquals(deployment, RegistryJson.deployment(RegistryJson.state(deployment)));
    assertEquals(deployment, RegistryRuntime.fold(Deployment.NONE, journal));
  }

  private static String handler(Order order) {
    return RegistryRuntime.call("cart", order).handler();
  }

  private String refused(Order order) {
    return assertInstanceOf(Rules.Decided.Refused.class, Rules.decide(deployment, order, NOW))
        .problem()
        .detail();
  }

  private static Version code(String id) {
    return new Version(
        0,
        id,
        new Source(Source.Kind.PACKAGE, id + "0000"),
        List.of("cart", "prices"),
        "passed",
        false,
        "anna",
        NOW);
  }

  private void deploy(String id) {
    order(new Order.Add(code(id), "anna"));
    order(new Order.Promote(deployment.newest(), "anna"));
  }

  @Test
  void versionsAreNumberedAndTheSameCodeKeepsItsNumber() {
    deploy("aaa");
    deploy("bbb");
    deploy("aaa");
    assertEquals(2, deployment.versions().size());
    assertEquals(1, deployment.stable());
    deploy("ccc");
    assertEquals(3, deployment.stable());
  }

  @Test
  void theSameCodeReachedInAnotherWayIsAVersionOfItsOwn() {
    deploy("aaa");
    var elsewhere = new Source(Source.Kind.HTTP, "{}");
    order(
        new Order.Add(
            new Version(0, "aaa", elsewhere, List.of("cart"), "passed", false, "anna", NOW),
            "anna"));
    assertEquals(2, deployment.newest());
    assertEquals(1, deployment.stable(), "what runs is reached as before");
    assertEquals(Set.of(1, 2), deployment.wanted());
  }

  @Test
  void aRollbackGoesToTheVersionBeforeAndFurtherEachTime() {
    deploy("aaa");
    deploy("bbb");
    deploy("ccc");
    assertEquals(Set.of(2, 3), deployment.wanted());
    order(new Order.RollBack(0, 0, "by hand", "anna"));
    assertEquals(2, deployment.stable());
    order(new Order.RollBack(0, 0, "by hand", "anna"));
    assertEquals(1, deployment.stable());
    assertEquals(
        "There is no version before to go back to.",
        refused(new Order.RollBack(0, 0, "by hand", "anna")));
    order(new Order.RollBack(3, 0, "by hand", "anna"));
    assertEquals(3, deployment.stable());
  }

  @Test
  void aTryEndsByPromotionOrByRollback() {
    deploy("aaa");
    order(new Order.Add(code("bbb"), "anna"));
    order(new Order.Share(2, 500, "anna"));
    assertEquals(List.of(2, 1), deployment.running().stream().map(Version::number).toList());
    order(new Order.Share(2, 2_500, "anna"));
    order(new Order.RollBack(0, 2, "error rate", "platform"));
    assertEquals(1, deployment.stable());
    assertEquals(0, deployment.canary());
    order(new Order.Share(2, 500, "anna"));
    order(new Order.Promote(2, "anna"));
    assertEquals(2, deployment.stable());
    assertEquals(0, deployment.canary());
  }

  @Test
  void whoSawSomethingOlderFailRollsNothingBack() {
    deploy("aaa");
    deploy("bbb");
    deploy("ccc");
    order(new Order.RollBack(0, 2, "error rate", "platform"));
    assertEquals(3, deployment.stable());
  }

  @Test
  void theFirstVersionCannotBeTriedBecauseThereIsNoOther() {
    order(new Order.Add(code("aaa"), "anna"));
    assertEquals(
        "No version runs yet that the others could run: promote it.",
        refused(new Order.Share(1, 500, "anna")));
    assertEquals("There is no version 7.", refused(new Order.Promote(7, "anna")));
  }

  @Test
  void whatIsRemovedRunsNowhereUntilItIsDeployedAgain() {
    deploy("aaa");
    order(new Order.Remove("anna"));
    assertEquals(Set.of(), deployment.wanted());
    assertEquals(Optional.empty(), deployment.wantedOf(new EntityId("cart", "c1")));
    deploy("aaa");
    assertEquals(Optional.of("aaa"), deployment.wantedOf(new EntityId("cart", "c1")));
  }

  @Test
  void aShareIsTheSameInstancesEachTimeAndGrowsWithoutTakingAnyBack() {
    deploy("aaa");
    order(new Order.Add(code("bbb"), "anna"));
    order(new Order.Share(2, 1_000, "anna"));
    Set<String> few = trying();
    assertEquals(1_000, few.size(), 150);
    order(new Order.Share(2, 3_000, "anna"));
    Set<String> more = trying();
    assertEquals(3_000, more.size(), 250);
    assertEquals(few.size(), few.stream().filter(more::contains).count());
  }

  private Set<String> trying() {
    Set<String> trying = new java.util.HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      var id = new EntityId("cart", "c" + i);
      if (deployment.wantedOf(id).equals(Optional.of("bbb"))) {
        trying.add(id.id());
      }
    }
    return trying;
  }

  @Test
  void versionsThatWereNotDeployedForLongestAreForgotten() {
    deploy("first");
    for (int i = 0; i < Deployment.MOST_VERSIONS + 20; i++) {
      order(new Order.Add(code("v" + i), "anna"));
    }
    assertEquals(Deployment.MOST_VERSIONS, deployment.versions().size());
    assertEquals("first", deployment.version(1).orElseThrow().id(), "what runs stays");
    assertEquals(
        Deployment.MOST_VERSIONS + 21, deployment.versions().getLast().number(), "numbers go on");
  }
}
