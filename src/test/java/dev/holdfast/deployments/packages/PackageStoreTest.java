package dev.holdfast.deployments.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.deployments.DeploymentSettings;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.Journals;
import dev.holdfast.journal.packages.StoredPackage;
import dev.holdfast.packages.CodeFolder;
import dev.holdfast.packages.CodeName;
import dev.holdfast.packages.PackageFile;
import dev.holdfast.packages.PackageId;
import dev.holdfast.packages.PackageLimits;
import dev.holdfast.packages.PackageRefused;
import dev.holdfast.packages.Packing;
import dev.holdfast.packages.Signing;
import dev.holdfast.packages.ZipByHand;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.jvm.JvmServices;
import dev.holdfast.runtimes.jvm.JvmSettings;
import dev.holdfast.runtimes.process.FunctionHost;
import dev.holdfast.runtimes.process.ProcessServices;
import dev.holdfast.runtimes.process.ProcessSettings;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages from a folder to a folder, by way of a database. */
class PackageStoreTest {
  private static final PackageLimits LIMITS = PackageLimits.from(ConfigFactory.load());
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final Path folder;
  private final Journal journal;
  private Path directory;

  PackageStoreTest(@TempDir Path folder) throws SQLException {
    this.folder = folder;
    journal = Journal.open(Journals.sqlite(folder));
    directory = folder.resolve("unpacked");
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private PackageStore store(Instant now, String... signers) throws IOException {
    var settings =
        new DeploymentSettings(
            Optional.of(directory), LIMITS, Duration.ofHours(1), List.of(signers));
    return PackageStore.open(journal.packages(), settings, Clock.fixed(now, ZoneOffset.UTC));
  }

  private PackageFile code(String content) throws Exception {
    Path code = Files.createDirectories(folder.resolve("code"));
    Files.writeString(code.resolve("index.mjs"), content);
    Files.createDirectories(code.resolve("lib"));
    Files.writeString(code.resolve("lib/a.mjs"), "1");
    return Packing.pack(code, LIMITS);
  }

  private static PackageStore.Put.Kept kept(PackageStore.Put put) {
    return assertInstanceOf(PackageStore.Put.Kept.class, put);
  }

  private static void refused(PackageStore.Put put, ProblemCode code, String told) {
    var problem = assertInstanceOf(PackageStore.Put.Refused.class, put).problem();
    assertEquals(code.code(), problem.code());
    assertTrue(problem.detail().contains(told), problem.detail());
  }

  @Test
  void theDefaultsAreThese() {
    assertEquals(
        new DeploymentSettings(
            Optional.empty(),
            new PackageLimits(64 << 20, 256 << 20, 20_000, 100, 512, 32),
            Duration.ofHours(1),
            List.of()),
        DeploymentSettings.from(ConfigFactory.load()));
  }

  @Test
  void aPackageIsTakenKeptAndUnpackedOnAnotherNode() throws Exception {
    PackageFile file = code("export default 1");
    PackageStore store = store(NOON);
    assertEquals(new PackageStore.Put.Kept(file.id(), true), store.put(file.bytes(), "", "ann"));
    assertFalse(kept(store.put(file.bytes(), "", "bob")).isNew());
    assertEquals(
        List.of(new StoredPackage(file.id().digest(), file.bytes().length, NOON, "ann", "")),
        store.list());
    directory = folder.resolve("other");
    Path unpacked = store(NOON).unpacked(file.id());
    assertEquals(file.id(), CodeFolder.of(unpacked).id());
    assertEquals(file.id().digest(), unpacked.getFileName().toString());
  }

  @Test
  void whatIsUnpackedAlreadyIsUsedAgainAndWhatWasChangedIsNot() throws Exception {
    PackageFile file = code("export default 1");
    PackageStore store = store(NOON);
    kept(store.put(file.bytes(), "", "ann"));
    Path unpacked = store.unpacked(file.id());
    Object key = Files.readAttributes(unpacked, "unix:ino").get("ino");
    assertEquals(unpacked, store.unpacked(file.id()));
    assertEquals(key, Files.readAttributes(unpacked, "unix:ino").get("ino"));

    Files.writeString(unpacked.resolve("index.mjs"), "export default evil");
    store.unpacked(file.id());
    assertEquals("export default 1", Files.readString(unpacked.resolve("index.mjs")));
    Files.writeString(unpacked.resolve("added.mjs"), "evil");
    store.unpacked(file.id());
    assertFalse(Files.exists(unpacked.resolve("added.mjs")));
    Files.delete(unpacked.resolve("lib/a.mjs"));
    store.unpacked(file.id());
    assertTrue(Files.exists(unpacked.resolve("lib/a.mjs")));
  }

  @Test
  void whatADeadNodeLeftHalfDoneIsRemoved() throws Exception {
    PackageFile file = code("export default 1");
    PackageStore store = store(NOON);
    kept(store.put(file.bytes(), "", "ann"));
    Files.createDirectories(directory.resolve(".unpacking-17/lib"));
    Files.writeString(directory.resolve(".unpacking-17/lib/a.mjs"), "half");
    store.unpacked(file.id());
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(
          List.of(".lock", file.id().digest()),
          left.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aLinkInThePlaceOfAPackageIsNotFollowed() throws Exception {
    PackageFile file = code("export default 1");
    PackageStore store = store(NOON);
    kept(store.put(file.bytes(), "", "ann"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    file.unpackInto(elsewhere);
    Files.createSymbolicLink(directory.resolve(file.id().digest()), elsewhere);
    Path unpacked = store.unpacked(file.id());
    assertFalse(Files.isSymbolicLink(unpacked));
    assertEquals(file.id(), CodeFolder.of(elsewhere).id(), "what it led to is left alone");
  }

  @Test
  void attacksAreRefusedAndNothingIsKept() throws Exception {
    PackageStore store = store(NOON);
    refused(
        store.put(ZipByHand.file("../evil", "x", _ -> {}), "", "eve"),
        ProblemCode.PACKAGE_REFUSED,
        "\"../evil\" has an empty part, . or .. in it");
    refused(store.put(new byte[LIMITS.packageBytes() + 1], "", "eve"), ProblemCode.TOO_LARGE, "");
    assertEquals(List.of(), store.list());
    PackageId unknown = new PackageId("0".repeat(64));
    assertThrows(PackageRefused.class, () -> store.unpacked(unknown));
    assertFalse(Files.exists(folder.resolve("evil")));
  }

  @Test
  void anotherPackageUnderTheNameIsNotUnpacked() throws Exception {
    PackageFile file = code("export default 1");
    PackageId other = new PackageId("e".repeat(64));
    journal.packages().put(new StoredPackage(other.digest(), 1, NOON, "eve", ""), file.bytes());
    var refused = assertThrows(PackageRefused.class, () -> store(NOON).unpacked(other));
    assertTrue(refused.reason().contains("the database has"), refused.reason());
    assertFalse(Files.exists(directory.resolve(other.digest())));
  }

  private static String publicKey(KeyPair keys) {
    return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }

  @Test
  void whereSignersAreNamedOnlyTheirPackagesAreTakenAndUnpacked() throws Exception {
    KeyPair ann = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair eve = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    PackageFile file = code("export default 1");
    PackageFile other = code("export default 2");
    PackageStore store = store(NOON, publicKey(ann));
    refused(store.put(file.bytes(), "", "eve"), ProblemCode.PACKAGE_UNSIGNED, "is not signed");
    String evil = Signing.sign(file.id(), eve.getPrivate());
    refused(store.put(file.bytes(), evil, "eve"), ProblemCode.PACKAGE_UNSIGNED, "of nobody");
    String moved = Signing.sign(other.id(), ann.getPrivate());
    refused(store.put(file.bytes(), moved, "eve"), ProblemCode.PACKAGE_UNSIGNED, "of nobody");
    assertEquals(List.of(), store.list());
    kept(store.put(file.bytes(), Signing.sign(file.id(), ann.getPrivate()), "ann"));
    assertTrue(Files.isDirectory(store.unpacked(file.id())));

    assertThrows(
        PackageRefused.class,
        () -> store(NOON, publicKey(eve)).unpacked(file.id()),
        "a setting that changed later counts, too");
    kept(store(NOON).put(other.bytes(), "", "bob"));
    assertThrows(PackageRefused.class, () -> store.unpacked(other.id()));
  }

  @Test
  void aSignerMayBeAFileAndMustBeAKey() throws Exception {
    KeyPair ann = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path pem = folder.resolve("ann.pem");
    Files.writeString(
        pem, "-----BEGIN PUBLIC KEY-----\n" + publicKey(ann) + "\n-----END PUBLIC KEY-----\n");
    PackageFile file = code("export default 1");
    kept(
        store(NOON, pem.toString())
            .put(file.bytes(), Signing.sign(file.id(), ann.getPrivate()), "ann"));
    var invalid = assertThrows(InvalidSetting.class, () -> store(NOON, "no/such/file.pem"));
    assertEquals("holdfast.deployments.signers", invalid.key());
  }

  @Test
  void whatNobodyUsesGoesAfterAWhileFromTheDatabaseAndTheDisk() throws Exception {
    PackageFile used = code("export default 1");
    PackageFile unused = code("export default 2");
    PackageStore store = store(NOON);
    for (PackageFile file : List.of(used, unused)) {
      kept(store.put(file.bytes(), "", "ann"));
      store.unpacked(file.id());
    }
    assertEquals(0, store.deleteUnused(List.of(used.id())));
    PackageStore later = store(NOON.plus(Duration.ofHours(2)));
    assertEquals(1, later.deleteUnused(List.of(used.id())));
    assertTrue(Files.exists(directory.resolve(used.id().digest())));
    assertFalse(Files.exists(directory.resolve(unused.id().digest())));
    assertThrows(PackageRefused.class, () -> later.unpacked(unused.id()));
  }

  /** Commits say which package decided, whatever the folder is called. */
  @Test
  void unpackedCodeOfEveryLanguageRunsUnderTheVersionOfItsPackage() throws Exception {
    var config = ConfigFactory.load();
    for (String sample :
        List.of("sdks/node/examples/counter", "sdks/python/examples/counter", "samples/weather")) {
      PackageFile file = Packing.pack(Path.of(sample), LIMITS);
      PackageStore store = store(NOON);
      kept(store.put(file.bytes(), "", "ann"));
      Path unpacked = store.unpacked(file.id());
      var as = new CodeName("sample", file.id().version());
      try (var functions = new FunctionHost(ProcessSettings.from(config));
          Loaded loaded =
              ProcessServices.isCode(unpacked)
                  ? ProcessServices.load(unpacked, as, functions)
                  : JvmServices.load(unpacked, as, JvmSettings.from(config))) {
        assertEquals("sample", loaded.name());
        assertNotEquals(List.of(), loaded.runtimes());
        loaded
            .runtimes()
            .forEach(runtime -> assertEquals(file.id().version(), runtime.description().version()));
      }
      assertEquals(file.id(), CodeFolder.of(unpacked).id(), "running changes nothing there");
    }
  }
}
