package dev.holdfast.deployments.packages;

import dev.holdfast.packages.PackageId;
import dev.holdfast.packages.Signing;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;

/**
 * Who may vouch for packages on this node.
 *
 * <p>Invariant: with nobody named, every package is taken; with somebody named, only theirs.
 */
public record Signers(List<PublicKey> keys) {
  private static final String SETTING = "holdfast.deployments.signers";

  public Signers {
    keys = List.copyOf(keys);
  }

  /** Reads the keys that a setting names: base64, PEM, or the path of a file with either. */
  public static Signers of(List<String> named) {
    return new Signers(named.stream().map(Signers::key).toList());
  }

  private static PublicKey key(String named) {
    try {
      boolean isKey = named.contains("-----BEGIN") || !Files.isRegularFile(Path.of(named));
      return Signing.publicKey(isKey ? named : Files.readString(Path.of(named)));
    } catch (IllegalArgumentException | IOException e) {
      throw new InvalidSetting(
          SETTING,
          "\"%s\" is neither a public Ed25519 key in base64 nor a file with one in PEM"
              .formatted(named));
    }
  }

  boolean isRequired() {
    return !keys.isEmpty();
  }

  boolean accept(PackageId id, String signature) {
    return !isRequired() || keys.stream().anyMatch(key -> Signing.isSigned(id, signature, key));
  }
}
