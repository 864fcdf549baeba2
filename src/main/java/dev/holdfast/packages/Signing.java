package dev.holdfast.packages;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Who vouches for a package: an Ed25519 signature of the text {@code holdfast-package:DIGEST}.
 *
 * <p>The digest says what is in the package, so whoever signs it signs every file; the words before
 * it keep the signature from meaning anything elsewhere.
 */
public final class Signing {
  private static final String ALGORITHM = "Ed25519";
  private static final String MEANS = "holdfast-package:";

  /** What stands before the 32 bytes of a public key in its standard form (RFC 8410). */
  private static final String RAW_PREFIX = "302a300506032b6570032100";

  private static final int RAW_BYTES = 32;

  private Signing() {}

  /** A signature as base64. */
  public static String sign(PackageId id, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text(id));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has Ed25519", e);
    }
  }

  /** Whether the owner of the key signed this package; false for what is no signature at all. */
  public static boolean isSigned(PackageId id, String signature, PublicKey key) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(text(id));
      return check.verify(Base64.getDecoder().decode(signature.strip()));
    } catch (SignatureException | IllegalArgumentException e) {
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("no Ed25519 key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has Ed25519", e);
    }
  }

  private static byte[] text(PackageId id) {
    return (MEANS + id.digest()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@code openssl genpkey -algorithm ed25519} writes.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static PrivateKey privateKey(String pem) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(decoded(pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no private Ed25519 key in PEM", e);
    }
  }

  /**
   * Reads a public key: what {@code openssl pkey -pubout} writes, the same without its first and
   * last line, or the base64 of the 32 bytes alone.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static PublicKey publicKey(String text) {
    try {
      byte[] key = decoded(text);
      String hex = HexFormat.of().formatHex(key);
      byte[] whole = key.length == RAW_BYTES ? HexFormat.of().parseHex(RAW_PREFIX + hex) : key;
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no public Ed25519 key", e);
    }
  }

  private static byte[] decoded(String pem) {
    return Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
  }
}
