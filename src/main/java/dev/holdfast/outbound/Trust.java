package dev.holdfast.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed: those that a PEM file signs for, else those the JVM knows. */
public final class Trust {
  private Trust() {}

  /** Reads the file anew each time, so that it may be renewed. */
  public static TrustManagerFactory in(Optional<Path> file)
      throws IOException, GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (file.isEmpty()) {
      trust.init((KeyStore) null);
      return trust;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    List<Certificate> all = certificates(file.get());
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("ca-" + i, all.get(i));
    }
    trust.init(store);
    return trust;
  }

  /** Those of a PEM file, one at least. */
  public static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<Certificate> all =
        List.copyOf(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
    if (all.isEmpty()) {
      throw new IOException("no certificate in " + file);
    }
    return all;
  }
}
