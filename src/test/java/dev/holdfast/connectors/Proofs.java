package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.connectors.servers.Certificates;
import dev.holdfast.messaging.Outlet.Handover;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A broker and a node that prove themselves to each other by certificates, whatever broker it is.
 *
 * @param uri of a broker that wants a certificate
 * @param source the block of a source, with settings added
 * @param sink the block of a sink to the same place, with settings added
 */
record Proofs(String uri, UnaryOperator<String> source, UnaryOperator<String> sink) {
  /** Whom the other does not know does not get in. */
  void assertBothSidesAreAsked() throws Exception {
    Path ours = Certificates.ours();
    Path strangers = Certificates.strangers();
    try (Running node = Running.node("node-1")) {
      node.start("out", sink.apply(tls(ours, ours)));
      node.start("in", source.apply(tls(ours, ours)));
      node.awaitRunning("out");
      assertEquals(new Handover.Accepted(), node.deliver(1));
      node.awaitTopic(1);
      node.start("untrusted", source.apply(tls(strangers, ours)));
      node.awaitError("untrusted", "PKIX path validation failed");
      node.start("unknown", source.apply(tls(ours, strangers)));
      node.awaitFailure("unknown");
      assertEquals(0, node.state("unknown").numbers().connections());
    }
  }

  private String tls(Path trusted, Path own) {
    return Certificates.settings(uri, trusted, own);
  }
}
