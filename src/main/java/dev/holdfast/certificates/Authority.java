package dev.holdfast.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who signs the certificates of one cluster's nodes: whoever has its key can make a node.
 *
 * <p>Every certificate carries the name {@link #CLUSTER} besides the node's own. Nodes compare it,
 * so a certificate that the same authority signed for something else opens nothing.
 */
public final class Authority {
  /** The name that all nodes have in common. */
  static final String CLUSTER = "holdfast-cluster";

  private static final String CA = "authority";
  private static final String NODE = "node";
  private static final String DAYS = "3650";

  /** Protects nothing: the file modes and the database's rights do. The format demands one. */
  private static final String PASSWORD = "holdfast";

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*");

  private final byte[] store;

  private Authority(byte[] store) {
    this.store = store;
  }

  /** Makes a new one. */
  public static Authority create() {
    return PrivateFiles.inPassing(
        folder -> {
          Path file = folder.resolve("authority.p12");
          KeyTool.run(
              file,
              PASSWORD,
              certificate(
                  CA,
                  "Holdfast cluster authority",
                  "bc:critical=ca:true,pathlen:0",
                  "ku:critical=keyCertSign"));
          return new Authority(Files.readAllBytes(file));
        });
  }

  /** One that was kept as {@link #text}. */
  public static Authority of(String text) {
    try {
      return new Authority(Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new CertificatesFailed("The kept authority cannot be read", e);
    }
  }

  /** The one that a directory keeps in {@code authority.key}; makes it where there is none. */
  public static Authority in(Path directory) {
    try {
      Path file = directory.resolve("authority.key");
      if (Files.exists(file)) {
        return of(Files.readString(file));
      }
      Authority made = create();
      PrivateFiles.makeDirectory(directory);
      PrivateFiles.write(file, made.text() + "\n");
      return made;
    } catch (IOException e) {
      throw new CertificatesFailed("The authority cannot be kept: " + e.getMessage(), e);
    }
  }

  /** The whole of it, its key included, as text to keep in a safe place. */
  public String text() {
    return Base64.getEncoder().encodeToString(store);
  }

  /**
   * Signs a new certificate and writes {@code ca.crt}, {@code node.crt} and {@code node.key} into
   * the directory, which only this user may read.
   *
   * @param name the node's, a host name or an address
   */
  public void issue(String name, List<String> addresses, Path directory) {
    String alternatives =
        Stream.concat(Stream.of(name), addresses.stream())
            .map(Authority::alternative)
            .collect(Collectors.joining(",", "dns:" + CLUSTER + ",", ""));
    PrivateFiles.inPassing(
        folder -> {
          Path file = folder.resolve("node.p12");
          Files.write(file, store);
          KeyTool.run(
              file,
              PASSWORD,
              signed(
                  certificate(
                      NODE,
                      name,
                      "san=" + alternatives,
                      "ku:critical=digitalSignature",
                      "eku=serverAuth,clientAuth")));
          write(load(file), directory);
          return directory;
        });
  }

  /** Signs a new certificate for whoever reads it here: its files are gone afterwards. */
  public <T> T issueInPassing(String name, Function<Path, T> reader) {
    return PrivateFiles.inPassing(
        directory -> {
          issue(name, List.of(), directory);
          return reader.apply(directory);
        });
  }

  /** Valid from yesterday on: the clocks of nodes differ. */
  private static List<String> certificate(String alias, String name, String... extensions) {
    var arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    // Pekko reads no other private keys than RSA.
    arguments.addAll(List.of("-keyalg", "RSA", "-keysize", "3072"));
    arguments.addAll(List.of("-dname", "CN=" + name, "-startdate", "-1d", "-validity", DAYS));
    for (String extension : extensions) {
      arguments.addAll(List.of("-ext", extension));
    }
    return arguments;
  }

  private static List<String> signed(List<String> certificate) {
    return Stream.concat(certificate.stream(), Stream.of("-signer", CA)).toList();
  }

  private static String alternative(String name) {
    if (ADDRESS.matcher(name).matches()) {
      return "ip:" + name;
    }
    if (!NAME.matcher(name).matches()) {
      throw new CertificatesFailed("'" + name + "' is neither a host name nor an address");
    }
    return "dns:" + name;
  }

  private static void write(KeyStore keys, Path directory)
      throws IOException, GeneralSecurityException {
    PrivateFiles.makeDirectory(directory);
    Key key = keys.getKey(NODE, PASSWORD.toCharArray());
    PrivateFiles.writePem(directory.resolve("ca.crt"), "CERTIFICATE", encoded(keys, CA));
    PrivateFiles.writePem(directory.resolve("node.crt"), "CERTIFICATE", encoded(keys, NODE));
    PrivateFiles.writePem(directory.resolve("node.key"), "PRIVATE KEY", key.getEncoded());
  }

  private static byte[] encoded(KeyStore keys, String alias) throws GeneralSecurityException {
    Certificate certificate = keys.getCertificate(alias);
    return certificate.getEncoded();
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(file)) {
      keys.load(input, PASSWORD.toCharArray());
    }
    return keys;
  }
}
