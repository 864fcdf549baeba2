package dev.holdfast.runtimes.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.sdk.binding.json.JsonLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompiledCodeTest {
  private static final ServiceCode CART = source("record Cart() {}");

  @TempDir private Path folder;

  @BeforeEach
  void writeTheSdk() throws Exception {
    Files.writeString(folder.resolve("sdk.jar"), "one");
  }

  @Test
  void whatWasCompiledOnceIsReadTheNextTime() throws Exception {
    assertEquals(Set.of("Cart.class"), cache(10).of(CART).keySet());
    // Another file in its place shows that it is read and not compiled.
    Files.copy(other(), cached().getFirst(), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(Set.of("Other.class"), cache(10).of(CART).keySet());
  }

  @Test
  void aDamagedFileIsCompiledAgain() throws Exception {
    var first = cache(10).of(CART);
    Files.writeString(cached().getFirst(), "damaged");
    assertEquals(first.keySet(), cache(10).of(CART).keySet());
    assertNotEquals("damaged".length(), Files.size(cached().getFirst()));
  }

  @Test
  void anotherSdkOrAnotherSourceIsAnotherFile() throws Exception {
    cache(10).of(CART);
    Files.writeString(folder.resolve("sdk.jar"), "another");
    cache(10).of(CART);
    cache(10).of(source("record Cart(int lines) {}"));
    assertEquals(3, cached().size());
  }

  @Test
  void theFolderDoesNotGrowForEver() throws Exception {
    for (int i = 0; i < 4; i++) {
      cache(2).of(source("record Cart(int lines%d) {}".formatted(i)));
    }
    assertEquals(2, cached().size());
  }

  @Test
  void nothingIsKeptWithoutAFolderOrForAnSdkThatIsNoJar() throws Exception {
    var noFolder = new JvmSettings(10, 10_000, Optional.empty(), 10, 1000, JsonLimits.DEFAULT);
    new CompiledCode(noFolder, sdk()).of(CART);
    new CompiledCode(settings(10), List.of(folder.toString())).of(CART);
    assertThrows(IOException.class, this::cached);
  }

  @Test
  void faultsAreNotKept() {
    assertThrows(UnloadableCode.class, () -> cache(10).of(source("record Cart(Missing m) {}")));
    assertThrows(IOException.class, this::cached);
  }

  private CompiledCode cache(int mostCached) {
    return new CompiledCode(settings(mostCached), sdk());
  }

  private JvmSettings settings(int mostCached) {
    return new JvmSettings(
        10,
        10_000,
        Optional.of(folder.resolve("cache").toString()),
        mostCached,
        1000,
        JsonLimits.DEFAULT);
  }

  private List<String> sdk() {
    return List.of(folder.resolve("sdk.jar").toString());
  }

  /** A cached file of other code. */
  private Path other() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    var settings =
        new JvmSettings(10, 10_000, Optional.of(elsewhere.toString()), 1, 1000, JsonLimits.DEFAULT);
    new CompiledCode(settings, sdk()).of(source("record Other() {}"));
    try (var files = Files.list(elsewhere)) {
      return files.findFirst().orElseThrow();
    }
  }

  private List<Path> cached() throws IOException {
    try (var files = Files.list(folder.resolve("cache"))) {
      return files.sorted().toList();
    }
  }

  private static ServiceCode source(String text) {
    var files = new TreeMap<String, byte[]>();
    files.put("Cart.java", text.getBytes(StandardCharsets.UTF_8));
    return new ServiceCode("cart", true, files);
  }
}
