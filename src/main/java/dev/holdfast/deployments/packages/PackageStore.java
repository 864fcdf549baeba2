package dev.holdfast.deployments.packages;

import dev.holdfast.deployments.DeploymentSettings;
import dev.holdfast.journal.packages.StoredPackage;
import dev.holdfast.journal.packages.StoredPackages;
import dev.holdfast.packages.PackageFile;
import dev.holdfast.packages.PackageId;
import dev.holdfast.packages.PackageLimits;
import dev.holdfast.packages.PackageRefused;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The packages of the platform, as a node takes, keeps and unpacks them; blocks on the database and
 * the disk.
 *
 * <p>Invariant: what is taken in keeps to every rule of this node and is signed where it must be;
 * what is unpacked is asked again, because the database may hold what another node, or an earlier
 * setting, has let in.
 *
 * <pre>
 *   put:       bytes ── PackageFile.read ── Signers ──► StoredPackages
 *   unpacked:  StoredPackages ──► PackageFile.read ── Signers ──► folder
 * </pre>
 */
public final class PackageStore {
  private final StoredPackages stored;
  private final PackageLimits limits;
  private final Signers signers;
  private final Duration unusedAfter;
  private final UnpackedPackages unpacked;
  private final Clock clock;

  private PackageStore(
      StoredPackages stored, DeploymentSettings settings, UnpackedPackages unpacked, Clock clock) {
    this.stored = stored;
    this.limits = settings.limits();
    this.signers = Signers.of(settings.signers());
    this.unusedAfter = settings.unusedAfter();
    this.unpacked = unpacked;
    this.clock = clock;
  }

  /**
   * Opens the store; makes the folder for unpacked packages.
   *
   * @throws IOException when that folder cannot be made, or is open to others
   */
  public static PackageStore open(StoredPackages stored, DeploymentSettings settings, Clock clock)
      throws IOException {
    var unpacked =
        settings.directory().isPresent()
            ? UnpackedPackages.in(settings.directory().get())
            : UnpackedPackages.ofThisUser();
    return new PackageStore(stored, settings, unpacked, clock);
  }

  /** What became of a package that was sent. */
  public sealed interface Put {
    /**
     * It is kept.
     *
     * @param isNew whether nobody had sent it before
     */
    record Kept(PackageId id, boolean isNew) implements Put {}

    /** It is not, and nothing was written. */
    record Refused(Problem problem) implements Put {}
  }

  /**
   * Takes a package in; the same one again changes nothing but when it was last put.
   *
   * @param signature in base64, or empty
   * @param by who sent it
   */
  public Put put(byte[] bytes, String signature, String by) {
    if (bytes.length > limits.packageBytes()) {
      return new Put.Refused(
          ProblemCode.TOO_LARGE.problem(
              "A package may have at most %d bytes (holdfast.deployments.package-bytes)."
                  .formatted(limits.packageBytes())));
    }
    try {
      PackageFile file = PackageFile.read(bytes, limits);
      checkSigned(file.id(), signature);
      var description =
          new StoredPackage(
              file.id().digest(), bytes.length, clock.instant(), by, signature.strip());
      return new Put.Kept(file.id(), stored.put(description, bytes));
    } catch (Unsigned e) {
      return new Put.Refused(e.problem);
    } catch (PackageRefused e) {
      return new Put.Refused(
          ProblemCode.PACKAGE_REFUSED.problem("The package is refused: " + e.reason() + "."));
    }
  }

  private static final class Unsigned extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Unsigned(String detail) {
      super(detail);
      problem = ProblemCode.PACKAGE_UNSIGNED.problem(detail);
    }
  }

  private void checkSigned(PackageId id, String signature) throws Unsigned {
    if (!signers.accept(id, signature)) {
      throw new Unsigned(
          signature.isBlank()
              ? "Package %s is not signed, and this node takes signed packages only.".formatted(id)
              : "The signature of package %s is of nobody who may sign here.".formatted(id));
    }
  }

  /** How large a package may be. */
  public int mostBytes() {
    return limits.packageBytes();
  }

  public Optional<StoredPackage> find(PackageId id) {
    return stored.find(id.digest());
  }

  /** All, in the order of their digests. */
  public List<StoredPackage> list() {
    return stored.list();
  }

  /**
   * The folder with the package's files, unpacked now unless it was before.
   *
   * @throws PackageRefused when there is no such package, or this node does not take it
   * @throws IOException when the disk fails
   */
  public Path unpacked(PackageId id) throws IOException, PackageRefused {
    StoredPackage description = stored.find(id.digest()).orElseThrow(() -> missing(id));
    try {
      checkSigned(id, description.signature());
    } catch (Unsigned e) {
      throw new PackageRefused(e.problem.detail());
    }
    Optional<Path> there = unpacked.find(id);
    if (there.isPresent()) {
      return there.get();
    }
    byte[] bytes = stored.content(id.digest()).orElseThrow(() -> missing(id));
    PackageFile file = PackageFile.read(bytes, limits);
    if (!file.id().equals(id)) {
      throw new PackageRefused("the database has %s as package %s".formatted(file.id(), id));
    }
    return unpacked.unpack(file);
  }

  private static PackageRefused missing(PackageId id) {
    return new PackageRefused("there is no package " + id);
  }

  /**
   * Deletes packages that no version uses and that nobody has put for a while, and what of others
   * was unpacked here.
   *
   * @return how many
   */
  public int deleteUnused(Collection<PackageId> used) throws IOException {
    List<String> digests = used.stream().map(PackageId::digest).collect(Collectors.toList());
    int deleted = stored.deleteUnused(digests, clock.instant().minus(unusedAfter));
    unpacked.keepOnly(
        stored.list().stream()
            .map(description -> new PackageId(description.digest()))
            .collect(Collectors.toSet()));
    return deleted;
  }
}
