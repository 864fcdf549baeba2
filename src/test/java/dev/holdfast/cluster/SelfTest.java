package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a node says about itself. */
class SelfTest {
  private final Self self = new Self(new Peer("a:1", 7), () -> 3, "1.0", 1);

  @Test
  void itSaysWhatIsShownAsOfNow() {
    assertEquals("", self.get().url());
    self.show(() -> new Shown("http://a", "{}"));
    assertEquals("http://a", self.get().url());
  }

  @Test
  void whatCannotBeShownCostsNoHeartbeat() {
    self.show(() -> new Shown("http://a", "{}"));
    self.get();
    self.show(
        () -> {
          throw new IllegalStateException("the node is being stopped");
        });
    assertEquals("http://a", self.get().url(), "the last that was known");
  }
}
