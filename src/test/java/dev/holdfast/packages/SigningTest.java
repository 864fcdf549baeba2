package dev.holdfast.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures with keys that openssl made, checked by openssl and by us. */
class SigningTest {
  private static final PackageId ID = new PackageId("ab".repeat(32));
  private static final PackageId OTHER = new PackageId("cd".repeat(32));

  @TempDir private Path folder;

  private void openssl(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "openssl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private void makeKeys() throws Exception {
    openssl("genpkey", "-algorithm", "ed25519", "-out", "key.pem");
    openssl("pkey", "-in", "key.pem", "-pubout", "-out", "public.pem");
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void whatTheKeyOfOpensslSignsItsPublicKeyKnows() throws Exception {
    makeKeys();
    PrivateKey key = Signing.privateKey(text("key.pem"));
    PublicKey signer = Signing.publicKey(text("public.pem"));
    String signature = Signing.sign(ID, key);
    assertTrue(Signing.isSigned(ID, signature, signer));
    assertFalse(Signing.isSigned(OTHER, signature, signer));
    for (String wrong : new String[] {"", "no base64!", "AAAA", signature.substring(4)}) {
      assertFalse(Signing.isSigned(ID, wrong, signer), wrong);
    }
    byte[] flipped = Base64.getDecoder().decode(signature);
    flipped[5] ^= 1;
    assertFalse(Signing.isSigned(ID, Base64.getEncoder().encodeToString(flipped), signer));
  }

  @Test
  void opensslSignsAndChecksTheSameText() throws Exception {
    makeKeys();
    Files.writeString(folder.resolve("text"), "holdfast-package:" + ID);
    openssl("pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "text", "-out", "theirs");
    byte[] theirs = Files.readAllBytes(folder.resolve("theirs"));
    PublicKey signer = Signing.publicKey(text("public.pem"));
    assertTrue(Signing.isSigned(ID, Base64.getEncoder().encodeToString(theirs), signer));
    String ours = Signing.sign(ID, Signing.privateKey(text("key.pem")));
    Files.write(folder.resolve("ours"), Base64.getDecoder().decode(ours));
    openssl(
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "public.pem",
        "-rawin",
        "-in",
        "text",
        "-sigfile",
        "ours");
  }

  @Test
  void aPublicKeyIsReadInThreeForms() throws Exception {
    makeKeys();
    PublicKey signer = Signing.publicKey(text("public.pem"));
    byte[] encoded = signer.getEncoded();
    assertEquals(signer, Signing.publicKey(Base64.getEncoder().encodeToString(encoded)));
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    assertEquals(signer, Signing.publicKey(Base64.getEncoder().encodeToString(raw)));
  }

  @Test
  void otherKeysAreNone() throws Exception {
    openssl("genpkey", "-algorithm", "X25519", "-out", "other.pem");
    openssl("pkey", "-in", "other.pem", "-pubout", "-out", "otherPublic.pem");
    assertThrows(IllegalArgumentException.class, () -> Signing.privateKey(text("other.pem")));
    assertThrows(IllegalArgumentException.class, () -> Signing.publicKey(text("otherPublic.pem")));
    assertThrows(IllegalArgumentException.class, () -> Signing.publicKey("hello"));
    assertThrows(IllegalArgumentException.class, () -> Signing.publicKey(""));
  }
}
