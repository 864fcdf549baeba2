package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.certificates.Authority;
import dev.holdfast.cluster.ClusterSettings.Mode;
import dev.holdfast.cluster.Nodes.Running;
import dev.holdfast.journal.Postgres;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that cannot prove that they belong to the cluster do not get in. */
class TlsTest {
  private static final String AUTO = "holdfast.cluster.tls.mode = auto";
  private static final Config NONE = ConfigFactory.empty();
  private static final String TRANSPORT = "pekko.remote.artery.transport";

  @TempDir private Path folder = Path.of("");

  @Test
  void nodesWithCertificatesOfTheDatabasesAuthorityFormAClusterAndAStrangerDoesNotGetIn()
      throws Exception {
    try (var nodes = new Nodes(Postgres.fresh())) {
      Running first = nodes.start(AUTO);
      deleteTemporary(first, "key-file");
      deleteTemporary(first, "cert-file");
      Running second = nodes.start(AUTO);
      assertEquals("tls-tcp", second.node().system().settings().config().getString(TRANSPORT));
      Nodes.await("two members", () -> Nodes.up(first) == 2 && Nodes.up(second) == 2);
      Authority.create().issue("stranger", List.of("127.0.0.1"), folder);
      for (String stranger : List.of(files(folder), "holdfast.cluster.tls.mode = off")) {
        CannotJoin refusal =
            assertThrows(
                CannotJoin.class,
                () -> nodes.start(stranger, "holdfast.cluster.join-patience = 4 s"));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("holdfast.cluster.tls"), message);
      }
      assertEquals(2, Nodes.up(first));
    }
  }

  @Test
  void nodesWithCertificatesOfOneDirectoryFormACluster() throws Exception {
    Authority authority = Authority.in(folder);
    authority.issue("one", List.of("127.0.0.1"), folder.resolve("one"));
    Authority.in(folder).issue("two", List.of(), folder.resolve("two"));
    try (var nodes = new Nodes(Postgres.fresh())) {
      Running first = nodes.start(files(folder.resolve("one")));
      Running second = nodes.start(files(folder.resolve("two")));
      Nodes.await("two members", () -> Nodes.up(first) == 2 && Nodes.up(second) == 2);
    }
  }

  @Test
  void beyondLoopbackThereIsTlsUnlessTheSettingsSaySoTwice() {
    var insecure = new ClusterSettings.Tls(Mode.OFF, "", false);
    assertThrows(
        InvalidSetting.class, () -> Tls.over(NONE, insecure, "10.9.8.7", "", Optional.empty()));
    assertEquals(Tls.Laid.PLAIN, Tls.over(NONE, insecure, "127.0.0.1", "", Optional.empty()));
    var usual = new ClusterSettings.Tls(Mode.DEFAULT, "", false);
    assertEquals(Tls.Laid.PLAIN, Tls.over(NONE, usual, "127.0.0.1", "", Optional.empty()));
    assertThrows(
        InvalidSetting.class,
        () -> Tls.over(NONE, usual, "127.0.0.1", "0.0.0.0", Optional.empty()),
        "the port is open to everybody");
    var loud = new ClusterSettings.Tls(Mode.OFF, "", true);
    assertEquals(Tls.Laid.PLAIN, Tls.over(NONE, loud, "10.9.8.7", "", Optional.empty()));
  }

  @Test
  void aKeyThatCannotBeReadIsSaidAtTheStart() throws Exception {
    Authority.create().issue("one", List.of(), folder);
    Files.writeString(folder.resolve("node.key"), "no key");
    try (var nodes = new Nodes(Postgres.fresh())) {
      CannotJoin refusal = assertThrows(CannotJoin.class, () -> nodes.start(files(folder)));
      assertTrue(String.valueOf(refusal.getMessage()).contains("cannot be used"));
    }
  }

  /** As a machine that cleans its temporary files would, long before the second node comes. */
  private static void deleteTemporary(Running node, String key) throws IOException {
    Config engine =
        node.node()
            .system()
            .settings()
            .config()
            .getConfig("pekko.remote.artery.ssl.rotating-keys-engine");
    Path file = Path.of(engine.getString(key));
    if (file.startsWith(System.getProperty("java.io.tmpdir"))) {
      Files.deleteIfExists(file);
    }
  }

  private static String files(Path directory) {
    return "holdfast.cluster.tls { mode = files, directory = \"" + directory + "\" }";
  }
}
