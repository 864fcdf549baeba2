package dev.holdfast.services;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of a service that does not run here. */
class DeployedTest {
  @Test
  void whatOughtToRunIsNotReadyAndAllElseUnknown() {
    Deployed deployed = Deployed.NOTHING.lacking(Set.of("cart"));
    assertEquals(503, deployed.missing("cart").status());
    assertEquals(404, deployed.missing("card").status());
  }
}
