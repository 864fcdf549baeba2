package dev.holdfast.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.packages.ZipByHand.Item;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives made to do harm, each made by hand, and what is said about them. */
class HostilePackagesTest {
  /** Small, so that what is too large is made quickly. */
  private static final PackageLimits LIMITS = new PackageLimits(1 << 20, 4 << 20, 100, 100, 200, 8);

  @TempDir private Path folder;

  private static Arguments attack(String what, byte[] bytes, String told) {
    return Arguments.argumentSet(what, bytes, told);
  }

  private static byte[] named(String name) {
    return ZipByHand.file(name, "x", _ -> {});
  }

  private static byte[] twisted(Consumer<Item> twist) {
    return ZipByHand.file("a.txt", "abc", twist);
  }

  static Stream<Arguments> names() {
    return Stream.of(
        attack("absolute", named("/etc/passwd"), "absolute"),
        attack("parent", named("../evil"), ". or .."),
        attack("parent inside", named("a/../../evil"), ". or .."),
        attack("this folder", named("./a"), ". or .."),
        attack("empty part", named("a//b"), "empty part"),
        attack("no name", named(""), "empty part"),
        attack("backslash", named("..\\evil"), "cannot have"),
        attack("drive", named("C:/evil"), "cannot have"),
        attack("stream of NTFS", named("a.txt:hidden"), "cannot have"),
        attack("NUL", named("a\0.mjs"), "cannot have"),
        attack("newline", named("a\nb"), "cannot have"),
        attack("twice", named("index.mjs"), "in it twice"),
        attack("twice but for case", named("INDEX.mjs"), "same name on some systems"),
        attack("folder of a file", named("index.mjs/a"), "both a file and a folder"),
        attack(
            "folders but for case",
            ZipByHand.plain().with("lib/a", "x", _ -> {}).with("Lib/b", "x", _ -> {}).bytes(),
            "same name"),
        attack(
            "twice but for form",
            ZipByHand.plain()
                .with("caf\u00e9", "x", _ -> {})
                .with("cafe\u0301", "x", _ -> {})
                .bytes(),
            "same name"),
        attack("long", named("a/".repeat(4) + "b".repeat(200)), "name-length"),
        attack("deep", named("a/".repeat(9) + "b"), "deeper than 8"),
        attack(
            "not UTF-8",
            twisted(
                item -> {
                  item.name = new byte[] {'a', (byte) 0xff};
                  item.localName = item.name;
                }),
            "not UTF-8"),
        attack(
            "not marked as UTF-8",
            ZipByHand.file("é", "x", item -> item.flags = 0),
            "not marked as UTF-8"));
  }

  static Stream<Arguments> specialFiles() {
    return Stream.of(
        attack("link", twisted(item -> item.mode = 0120777), "link or another special"),
        attack("device", twisted(item -> item.mode = 0060600), "link or another special"),
        attack("pipe", twisted(item -> item.mode = 0010600), "link or another special"),
        attack("socket", twisted(item -> item.mode = 0140600), "link or another special"),
        attack("set user id", twisted(item -> item.mode = 0104755), "special bit"),
        attack("folder by its mode", twisted(item -> item.mode = 0040755), "special"),
        attack("folder by its attribute", twisted(item -> item.dos = 0x10), "both a file"),
        attack(
            "folder with content",
            ZipByHand.file("a/", "x", item -> item.mode = 0040755),
            "folder with content"));
  }

  static Stream<Arguments> bombs() {
    byte[] zeros = new byte[3 << 20];
    var many = ZipByHand.plain();
    for (int i = 0; i < 101; i++) {
      many.with("f" + i, "x", _ -> {});
    }
    var together = ZipByHand.plain();
    var random = new Random(1);
    for (int i = 0; i < 5; i++) {
      byte[] letters = new byte[900_000];
      for (int at = 0; at < letters.length; at++) {
        letters[at] = (byte) (at % 50 == 0 ? 'a' + random.nextInt(26) : 'a');
      }
      together.with("f" + i, letters);
    }
    var overlapping = ZipByHand.plain().with("first", "x".repeat(1000), _ -> {});
    for (int i = 0; i < 50; i++) {
      overlapping.with(
          "again" + i,
          "x".repeat(1000),
          item -> {
            item.ghost = true;
            item.offset = 0;
          });
    }
    return Stream.of(
        attack("ratio", ZipByHand.plain().with("zeros", zeros).bytes(), "limit is 100 times"),
        attack(
            "more than it says",
            twisted(
                item -> {
                  item.data = ZipByHand.deflated(zeros);
                  item.packed = item.data.length;
                  item.localPacked = item.packed;
                  item.sizes(100);
                }),
            "more than it says"),
        attack("much together", together.bytes(), "unpacked-bytes"),
        attack("many", many.bytes(), "101 files; the limit is 100"),
        attack("one data for many names", overlapping.bytes(), "described in two ways"),
        attack("large", new byte[(1 << 20) + 1], "package-bytes"));
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        attack(
            "other name in front",
            twisted(item -> item.localName = "b.txt".getBytes(StandardCharsets.UTF_8)),
            "in two ways"),
        attack("other method in front", twisted(item -> item.localMethod = 0), "in two ways"),
        attack("other size in front", twisted(item -> item.localSize = 7), "in two ways"),
        attack("other sum in front", twisted(item -> item.localCrc = 7), "in two ways"),
        attack(
            "wrong sum",
            twisted(
                item -> {
                  item.crc = 7;
                  item.localCrc = 7;
                }),
            "damaged"),
        attack("shorter than it says", twisted(item -> item.sizes(4)), "damaged"),
        attack("longer than it says", twisted(item -> item.sizes(2)), "more than it says"),
        attack(
            "something behind the data",
            twisted(
                item -> {
                  item.data = Arrays.copyOf(item.data, item.data.length + 3);
                  item.packed += 3;
                  item.localPacked += 3;
                }),
            "damaged"),
        attack(
            "no deflate data", twisted(item -> item.data = new byte[] {7, 7, 7, 7, 7}), "damaged"),
        attack(
            "stored with two sizes",
            twisted(
                item -> {
                  item.stored(new byte[] {1, 2});
                  item.sizes(3);
                }),
            "two different sizes"),
        attack(
            "wrong descriptor",
            twisted(
                item -> {
                  item.flags |= 8;
                  item.descriptor = ZipByHand.descriptor(item.crc, item.packed, 9);
                }),
            "in two ways"));
  }

  static Stream<Arguments> features() {
    return Stream.of(
        attack("sizes of 64 bits", twisted(item -> item.sizes(0xffffffffL)), "64 bits"),
        attack(
            "another size in the extra field",
            twisted(item -> item.extra = new byte[] {1, 0, 0, 0}),
            "extra fields"),
        attack(
            "another name in the extra field",
            twisted(item -> item.localExtra = new byte[] {0x75, 0x70, 0, 0}),
            "extra fields"),
        attack(
            "extra field cut off",
            twisted(item -> item.extra = new byte[] {9, 9, 9, 0}),
            "cut off"),
        attack("encrypted", twisted(item -> item.flags |= 1), "encrypted"),
        attack("encrypted names", twisted(item -> item.flags |= 0x2000), "encrypted"),
        attack(
            "unknown method",
            twisted(
                item -> {
                  item.method = 99;
                  item.localMethod = 99;
                }),
            "unsupported"));
  }

  static Stream<Arguments> places() {
    byte[] hidden = Arrays.copyOf(ZipByHand.file("evil", "evil", _ -> {}), 200);
    return Stream.of(
        attack("points elsewhere", twisted(item -> item.offset = 3), "not where it says"),
        attack("points behind the end", twisted(item -> item.offset = 1 << 30), "not where"),
        attack("hidden file between", twisted(item -> item.before = hidden), "hidden between"),
        attack(
            "hidden before the directory",
            plainWith(end -> end.beforeDirectory = hidden),
            "hidden between its files and its directory"),
        attack(
            "hidden behind the directory",
            plainWith(end -> end.afterDirectory = hidden),
            "directory is not where"),
        attack("something at the end", plainWith(end -> end.after = hidden), "follows its end"),
        attack("comment", plainWith(end -> end.comment = hidden), "follows its end"),
        attack(
            "another zip at the end",
            plainWith(end -> end.after = ZipByHand.file("evil", "evil", _ -> {})),
            "not where"),
        attack(
            "more than are there",
            plainWith(
                end -> {
                  end.count++;
                  end.countHere++;
                }),
            "shorter than it says"),
        attack(
            "fewer than are there",
            plainWith(
                end -> {
                  end.count--;
                  end.countHere--;
                }),
            "longer than it says"),
        attack("several parts", plainWith(end -> end.disk = 1), "several parts"),
        attack("empty", ZipByHand.plain().bytes(), "no files"),
        attack(
            "no zip",
            "hello, this is plain text of some length".getBytes(StandardCharsets.UTF_8),
            "no zip"),
        attack("nothing", new byte[0], "no zip"));
  }

  private static byte[] plainWith(Consumer<ZipByHand.End> twist) {
    return ZipByHand.of(twist).with("index.mjs", "1", _ -> {}).bytes();
  }

  @ParameterizedTest
  @MethodSource({"names", "specialFiles", "bombs", "lies", "features", "places"})
  void itIsRefusedAndSaysWhy(byte[] bytes, String told) {
    PackageRefused refused =
        assertThrows(PackageRefused.class, () -> PackageFile.read(bytes, LIMITS));
    assertTrue(refused.reason().contains(told), refused.reason());
    assertTrue(refused.reason().chars().noneMatch(Character::isISOControl), refused.reason());
  }

  /** Without the lie the same bytes are taken: it is the lie that is refused. */
  @Test
  void whatIsMadeByHandAndTrueIsTaken() throws Exception {
    List<byte[]> harmless = new ArrayList<>();
    harmless.add(named("a/b.txt"));
    harmless.add(named("é"));
    harmless.add(twisted(_ -> {}));
    harmless.add(twisted(item -> item.stored("abc".getBytes(StandardCharsets.UTF_8))));
    harmless.add(twisted(item -> item.mode = 0));
    harmless.add(twisted(item -> item.extra = new byte[] {9, 9, 1, 0, 5}));
    harmless.add(ZipByHand.file("a/", "", item -> item.mode = 0040755));
    harmless.add(
        twisted(
            item -> {
              item.flags |= 8;
              item.localSize = 0;
              item.localPacked = 0;
              item.localCrc = 0;
              item.descriptor = ZipByHand.descriptor(item.crc, item.packed, item.size);
            }));
    for (byte[] bytes : harmless) {
      assertTrue(PackageFile.read(bytes, LIMITS).names().contains("index.mjs"));
    }
  }

  /** A reader of streams believes the headers in front, one of files the directory. */
  @Test
  void whatTwoReadersWouldReadDifferentlyIsRefused() throws Exception {
    byte[] bytes = twisted(item -> item.localName = "../ev".getBytes(StandardCharsets.UTF_8));
    List<String> seen = new ArrayList<>();
    try (var stream = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
        seen.add(entry.getName());
      }
    }
    assertEquals(List.of("index.mjs", "../ev"), seen);
    assertThrows(PackageRefused.class, () -> PackageFile.read(bytes, LIMITS));
  }

  @Test
  void whateverIsDamagedIsRefusedOrUnpacksBelowItsFolder() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (String name : List.of("index.mjs", "lib/a.mjs", "lib/b/c.mjs")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("export default '" + name.repeat(20) + "'").getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    byte[] whole = out.toByteArray();
    PackageFile.read(whole, LIMITS);
    long seed = 20261130;
    var random = new Random(seed);
    int refused = 0;
    int rounds = 20_000;
    for (int i = 0; i < rounds; i++) {
      byte[] damaged =
          random.nextInt(10) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      for (int flips = random.nextInt(4); flips >= 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        PackageFile file = PackageFile.read(damaged, LIMITS);
        unpackOnce(file, folder.resolve("round" + i));
      } catch (PackageRefused e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("SEED=" + seed + ", round " + i, e);
      }
    }
    assertTrue(refused > rounds / 2, refused + " refused");
    try (Stream<Path> outside = Files.list(folder)) {
      assertTrue(outside.allMatch(path -> path.getFileName().toString().startsWith("round")));
    }
  }

  private static void unpackOnce(PackageFile file, Path into) throws IOException {
    Files.createDirectory(into);
    file.unpackInto(into);
    assertEquals(file.id(), ContentDigest.ofAllIn(into));
  }
}
