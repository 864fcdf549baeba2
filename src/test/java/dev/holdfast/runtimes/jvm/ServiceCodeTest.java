package dev.holdfast.runtimes.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.binding.json.JsonLimits;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceCodeTest {
  private static final JvmSettings SETTINGS = JvmSettings.from(ConfigFactory.load());

  @TempDir private Path folder;

  @Test
  void theDefaultsAreThese() {
    assertEquals(
        new JvmSettings(20_000, 128L << 20, Optional.empty(), 100, 1000, JsonLimits.DEFAULT),
        SETTINGS);
  }

  @Test
  void sourcesAreReadInEveryFolderAndTestsAreNot() throws Exception {
    write("Cart.java", "record Cart() {}");
    write("deep/er/Line.java", "package deep.er; record Line() {}");
    write("CartTest.java", "does not compile");
    write("test/Fixture.java", "does not compile");
    write(".hidden/Cart.java", "does not compile");
    write("holdfast.conf", "limits.cart { idle = 10m }");
    ServiceCode code = ServiceCode.read(folder, SETTINGS);
    assertTrue(code.sources());
    assertEquals(Set.of("Cart.java", "deep/er/Line.java"), code.files().keySet());
  }

  @Test
  void theVersionFollowsTheCodeAndNothingElse() throws Exception {
    write("Cart.java", "record Cart() {}");
    String first = ServiceCode.read(folder, SETTINGS).version();
    assertEquals(12, first.length());
    write("holdfast.conf", "limits.cart { idle = 10m }");
    write("test/CartTest.java", "class CartTest {}");
    assertEquals(first, ServiceCode.read(folder, SETTINGS).version());
    write("Cart.java", "record Cart() { }");
    String second = ServiceCode.read(folder, SETTINGS).version();
    assertNotEquals(first, second);
    Files.move(folder.resolve("Cart.java"), folder.resolve("Card.java"));
    assertNotEquals(second, ServiceCode.read(folder, SETTINGS).version());
  }

  @Test
  void anEmptyFolderIsRefusedWithWhatToDo() {
    var refused = assertThrows(UnloadableCode.class, () -> ServiceCode.read(folder, SETTINGS));
    assertEquals(
        List.of(folder.getFileName() + " holds no service: put a .java file or a jar into it."),
        refused.faults());
  }

  @Test
  void whatIsNoJarIsRefused() throws Exception {
    write("cart.jar", "not a jar");
    var refused = assertThrows(UnloadableCode.class, () -> ServiceCode.read(folder, SETTINGS));
    assertEquals(List.of("cart.jar is no jar, or an empty one."), refused.faults());
  }

  @Test
  void codeOverTheLimitIsRefusedBeforeItIsRead() throws Exception {
    write("Cart.java", "record Cart() {}".repeat(100));
    var tooLarge =
        assertThrows(IOException.class, () -> ServiceCode.read(folder, limited(10, 1024)));
    assertTrue(String.valueOf(tooLarge.getMessage()).contains("1024 bytes"));
    write("Line.java", "record Line() {}");
    assertThrows(IOException.class, () -> ServiceCode.read(folder, limited(1, 1 << 20)));
  }

  @Test
  void allErrorsOfAllFilesAreReportedWithTheirPlaces() throws Exception {
    write("shop/Cart.java", "package shop;\n\nrecord Cart(Missing a) {}\n");
    write("shop/Line.java", "package shop;\nrecord Line(int n) { int m() { return \"x\"; } }\n");
    ServiceCode code = ServiceCode.read(folder, SETTINGS);
    var refused = assertThrows(UnloadableCode.class, () -> ServiceCompiler.compile(code));
    String all = String.join("\n", refused.faults());
    assertTrue(all.contains("shop/Cart.java:3: cannot find symbol"), all);
    assertTrue(all.contains("shop/Line.java:2: incompatible types"), all);
    assertEquals(2, refused.faults().size(), all);
  }

  @Test
  void aServiceSeesTheSdkAndNotThePlatform() throws Exception {
    write(
        "Cart.java",
        """
        import dev.holdfast.protocol.Json;
        import dev.holdfast.sdk.Service;
        import com.typesafe.config.Config;
        @Service("cart") record Cart() {}
        """);
    ServiceCode code = ServiceCode.read(folder, SETTINGS);
    var refused = assertThrows(UnloadableCode.class, () -> ServiceCompiler.compile(code));
    assertEquals(
        List.of(
            "Cart.java:1: package dev.holdfast.protocol does not exist",
            "Cart.java:3: package com.typesafe.config does not exist"),
        refused.faults());
    var loader = new CodeLoader("cart", java.util.Map.of());
    for (String hidden :
        List.of(
            "dev.holdfast.protocol.Json",
            "dev.holdfast.runtimes.jvm.CodeLoader",
            "com.typesafe.config.Config",
            "org.junit.jupiter.api.Test")) {
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass(hidden));
    }
    assertEquals(Entity.class, loader.loadClass("dev.holdfast.sdk.Entity"));
    assertEquals(List.class, loader.loadClass("java.util.List"));
    assertNull(loader.getResource("reference.conf"));
  }

  @Test
  void classesOfTheSameNameInTwoFoldersDoNotMeet() throws Exception {
    Class<?> one = service("1");
    Class<?> other = service("2");
    assertEquals(one.getName(), other.getName());
    assertNotSame(one, other);
    assertEquals("1", one.getMethod("which").invoke(null));
    assertEquals("2", other.getMethod("which").invoke(null));
  }

  @Test
  void aLoaderNobodyUsesIsCollected() throws Exception {
    var loader = new WeakReference<>(service("1").getClassLoader());
    long end = System.nanoTime() + 10_000_000_000L;
    while (loader.get() != null && System.nanoTime() < end) {
      System.gc();
    }
    assertNull(loader.get());
  }

  @Test
  void aClassWithoutTheMarkIsNotLoadedAndAFolderWithoutAServiceIsRefused() throws Exception {
    write("Line.java", "record Line() { static { if (true) throw new Error(); } }");
    var classes = ServiceCompiler.compile(ServiceCode.read(folder, SETTINGS));
    var loader = new CodeLoader("shop", classes);
    var refused = assertThrows(UnloadableCode.class, loader::services);
    assertEquals(
        List.of("shop holds no service: put @Service(\"name\") above a record."), refused.faults());
  }

  @Test
  void resourcesOfAJarAreRead() throws Exception {
    byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
    var loader = new CodeLoader("shop", java.util.Map.of("shop/some text.txt", text));
    try (var stream =
        assertInstanceOf(
            java.io.InputStream.class, loader.getResourceAsStream("shop/some text.txt"))) {
      assertEquals("hello", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertFalse(loader.getResources("other").hasMoreElements());
  }

  private static JvmSettings limited(int files, long bytes) {
    return new JvmSettings(files, bytes, Optional.empty(), 1, 1000, JsonLimits.DEFAULT);
  }

  private Class<?> service(String which) throws Exception {
    write(
        "Cart.java",
        "@dev.holdfast.sdk.Service(\"cart\") public record Cart() {"
            + " public static String which() { return \""
            + which
            + "\"; } }");
    var classes = ServiceCompiler.compile(ServiceCode.read(folder, SETTINGS));
    return new CodeLoader(which, classes).services().getFirst();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
