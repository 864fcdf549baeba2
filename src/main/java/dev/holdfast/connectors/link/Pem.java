package dev.holdfast.connectors.link;

import dev.holdfast.connectors.BrokerSettings.Own;
import dev.holdfast.connectors.BrokerSettings.Tls;
import dev.holdfast.outbound.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates and keys from PEM files, read anew for each connection, so that they may be renewed.
 */
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final char[] NO_PASSWORD = new char[0];

  private Pem() {}

  /** Whom we trust. */
  public static TrustManagerFactory trust(Tls tls) throws IOException, GeneralSecurityException {
    return Trust.in(tls.ca());
  }

  /** What we prove ourselves with. */
  public static Optional<KeyManagerFactory> own(Tls tls)
      throws IOException, GeneralSecurityException {
    if (tls.own().isEmpty()) {
      return Optional.empty();
    }
    Own own = tls.own().get();
    List<Certificate> chain = Trust.certificates(own.certificate());
    PrivateKey key = key(own.key(), chain.getFirst().getPublicKey().getAlgorithm());
    KeyStore store = empty();
    store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return Optional.of(keys);
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static PrivateKey key(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher found = KEY.matcher(Files.readString(file));
    if (!found.find()) {
      throw new IOException(
          "no unencrypted PKCS #8 key in " + file + "; openssl pkcs8 -topk8 -nocrypt makes one");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }
}
