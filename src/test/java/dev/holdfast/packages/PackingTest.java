package dev.holdfast.packages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is packed comes out as it was. */
class PackingTest {
  private static final PackageLimits LIMITS = PackageLimits.from(ConfigFactory.load());

  @TempDir private Path folder;

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  @Test
  void whatIsPackedComesOutAsItWas() throws Exception {
    long seed = 20261130;
    for (int round = 0; round < 60; round++) {
      var random = new Random(seed + round);
      Path from = folder.resolve("from" + round);
      fill(from, random);
      PackageFile packed = Packing.pack(from, LIMITS);
      Path into = Files.createDirectory(folder.resolve("into" + round));
      PackageFile.read(packed.bytes(), LIMITS).unpackInto(into);
      PackageId expected = CodeFolder.of(from).id();
      assertEquals(expected, packed.id(), "SEED=" + (seed + round));
      assertEquals(expected, ContentDigest.ofAllIn(into), "SEED=" + (seed + round));
      assertEquals(expected, CodeFolder.of(into).id(), "SEED=" + (seed + round));
    }
  }

  private static void fill(Path root, Random random) throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("index.mjs"), "export default " + random.nextInt());
    for (int i = random.nextInt(30); i > 0; i--) {
      Path at = root;
      for (int depth = random.nextInt(4); depth > 0; depth--) {
        at = at.resolve(List.of("lib", "node_modules", "täler", "a b").get(random.nextInt(4)));
      }
      Files.createDirectories(at);
      byte[] content = new byte[random.nextInt(4) == 0 ? random.nextInt(300_000) : 20];
      if (random.nextBoolean()) {
        random.nextBytes(content); // The others are zeros, which pack a thousand times.
      }
      Files.write(at.resolve("f" + random.nextInt(1000)), content);
    }
  }

  @Test
  void theNameOfAPackageIsOfItsContentAlone() throws Exception {
    Path file = write("index.mjs", "export default 1");
    write("lib/a.mjs", "1");
    PackageFile first = Packing.pack(folder, LIMITS);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    write("README.txt", "");
    Files.delete(folder.resolve("README.txt"));
    assertArrayEquals(first.bytes(), Packing.pack(folder, LIMITS).bytes());
    var other = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(other)) {
      zip.setLevel(0);
      for (String name : List.of("lib/", "lib/a.mjs", "index.mjs")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.endsWith("/") ? new byte[0] : Files.readAllBytes(folder.resolve(name)));
      }
    }
    assertEquals(first.id(), PackageFile.read(other.toByteArray(), LIMITS).id());
    write("lib/a.mjs", "2");
    assertNotEquals(first.id(), Packing.pack(folder, LIMITS).id());
  }

  /** The digest is written down so that other tools can compute it. */
  @Test
  void theNameIsThisHashOfThisFolder() throws Exception {
    write("index.mjs", "x");
    assertEquals(
        // printf '9 1 index.mjsx' | sha256sum
        "4cd01874c257d8a080fa7a4cc6bebd95ff57c6678c96cde2050c5590ba962fe3",
        Packing.pack(folder, LIMITS).id().digest());
  }

  @Test
  void aPackageHasTheCodeWithItsDependenciesAndNothingElse() throws Exception {
    write("package.json", "{}");
    write("index.mjs", "1");
    write(".env", "SECRET=1");
    write(".git/config", "1");
    write(".holdfast/journal.db", "1");
    write("lib/__pycache__/a.pyc", "1");
    write("test/index.test.mjs", "1");
    write("lib/tests/a.mjs", "1");
    write("node_modules/dep/index.js", "1");
    write("node_modules/dep/test/index.js", "1");
    write("node_modules/.prisma/client.js", "1");
    write("node_modules/.bin/tool", "1");
    write("node_modules/.cache/big", "1");
    write("env/pyvenv.cfg", "1");
    write("env/lib/python/site.py", "1");
    Files.createSymbolicLink(folder.resolve("node_modules/holdfast"), folder.resolve("lib"));
    assertEquals(
        List.of(
            "index.mjs",
            "node_modules/.prisma/client.js",
            "node_modules/dep/index.js",
            "node_modules/dep/test/index.js",
            "package.json"),
        Packing.pack(folder, LIMITS).names());
  }

  @Test
  void aPackageOfJavaHasSourcesOrAJar() throws Exception {
    write("app.jar", "jar");
    write("target/other.jar", "jar");
    write("README.md", "read me");
    assertEquals(List.of("app.jar"), Packing.pack(folder, LIMITS).names());
    write("Cart.java", "record Cart() {}");
    write("shop/Line.java", "record Line() {}");
    write("target/generated/Line.java", "record Line() {}");
    write("test/CartTest.java", "1");
    assertEquals(List.of("Cart.java", "shop/Line.java"), Packing.pack(folder, LIMITS).names());
  }

  @Test
  void linksAreRefusedSinceNobodyElseHasWhatTheyLeadTo() throws Exception {
    write("index.mjs", "1");
    Files.createSymbolicLink(folder.resolve("passwd.txt"), Path.of("/etc/passwd"));
    refused(LIMITS, "holds links", "passwd.txt");
  }

  @Test
  void whatIsTooLargeNamesTheLargest() throws Exception {
    write("index.mjs", "1");
    var noise = new byte[3000];
    new Random(1).nextBytes(noise);
    Files.write(folder.resolve("model.bin"), noise);
    var small = new PackageLimits(2048, 1 << 20, 10, 100, 200, 8);
    refused(small, "package-bytes", "\n  3000 model.bin\n  1 index.mjs");
    refused(new PackageLimits(1 << 20, 2048, 10, 100, 200, 8), "unpacked-bytes", "3000 model.bin");
    write("node_modules/dep/a.js", "1");
    write("node_modules/dep/b.js", "1");
    refused(
        new PackageLimits(1 << 20, 1 << 20, 3, 100, 200, 8),
        "has 4 files; the limit is 3",
        "Most are in ");
  }

  @Test
  void aFolderWithoutCodeSaysWhatCodeIs() throws Exception {
    write("README.md", "hello");
    refused(LIMITS, "holds no code", "service.py");
  }

  private void refused(PackageLimits limits, String... told) {
    PackageRefused refused = assertThrows(PackageRefused.class, () -> Packing.pack(folder, limits));
    for (String part : told) {
      assertTrue(refused.reason().contains(part), refused.reason());
    }
  }
}
