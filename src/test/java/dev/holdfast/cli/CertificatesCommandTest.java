package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The certificates of a trial cluster. */
class CertificatesCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void everyNodeHasACertificateOfTheOneAuthorityAndAKeyThatOnlyWeCanRead() throws Exception {
    assertEquals(ExitCode.OK, run("one,10.0.0.1"));
    assertEquals(ExitCode.OK, run("two"));
    X509Certificate authority = certificate("one/ca.crt");
    assertEquals(authority, certificate("two/ca.crt"));
    X509Certificate one = certificate("one/node.crt");
    one.verify(authority.getPublicKey());
    certificate("two/node.crt").verify(authority.getPublicKey());
    String names = String.valueOf(one.getSubjectAlternativeNames());
    assertTrue(names.contains("10.0.0.1") && names.contains("one"), names);
    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(folder.resolve("one/node.key")));
  }

  @Test
  void aNameThatLeadsOutOfTheDirectoryIsRefused() {
    assertFalse(run("../out") == ExitCode.OK);
    assertFalse(Files.exists(folder.resolveSibling("out")));
  }

  private int run(String node) {
    CommandLine line = new CommandLine(new CertificatesCommand(Terminal.ofProcess(Map.of())));
    return line.execute(folder.toString(), "--node", node);
  }

  private X509Certificate certificate(String file) throws Exception {
    try (InputStream input = Files.newInputStream(folder.resolve(file))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(input);
    }
  }
}
