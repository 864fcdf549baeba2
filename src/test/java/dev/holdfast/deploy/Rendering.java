package dev.holdfast.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What kustomize makes of an overlay, kept among the tests so that they run where it is not
 * installed.
 *
 * <p>Invariant: a kept rendering starts with the digest of the files it was made from, so one that
 * is out of date is told without kustomize, too.
 */
final class Rendering {
  static final List<String> OVERLAYS = List.of("dev", "production", "production-istio");

  private static final Path OVERLAYS_FOLDER = Path.of("deploy", "kubernetes", "overlays");
  private static final Path KEPT = Path.of("src", "test", "resources", "deploy");
  private static final List<List<String>> TOOLS =
      List.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"));
  private static final long PATIENCE_SECONDS = 60;

  private Rendering() {}

  /** The kept rendering. */
  static String kept(String overlay) throws IOException {
    return Files.readString(file(overlay));
  }

  static void keep(String overlay, String rendered) throws IOException {
    Files.createDirectories(KEPT);
    Files.writeString(file(overlay), digestLine() + "\n" + rendered);
  }

  /** The first line of a rendering of the files as they are now. */
  static String digestLine() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : sources()) {
        digest.update(file.toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return "# Made by RenderingTest from files with the digest "
          + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What kustomize makes of it now; empty where it is not installed. */
  static Optional<String> made(String overlay) throws IOException, InterruptedException {
    for (List<String> tool : TOOLS) {
      Optional<String> made = run(tool, OVERLAYS_FOLDER.resolve(overlay));
      if (made.isPresent()) {
        return made;
      }
    }
    return Optional.empty();
  }

  static List<Path> sources() throws IOException {
    try (Stream<Path> manifests = Files.walk(Path.of("deploy"));
        Stream<Path> conf = Files.walk(Path.of("conf"))) {
      return Stream.concat(
              manifests.filter(file -> !file.startsWith(Path.of("deploy", "compose"))),
              conf.filter(file -> file.endsWith("container.conf") || isYaml(file)))
          .filter(file -> isYaml(file) || file.toString().endsWith(".conf"))
          .sorted()
          .toList();
    }
  }

  private static boolean isYaml(Path file) {
    return file.toString().endsWith(".yaml");
  }

  private static Path file(String overlay) {
    return KEPT.resolve(overlay + ".yaml");
  }

  private static Optional<String> run(List<String> tool, Path overlay)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("kustomize", ".txt");
    Process process;
    try {
      process =
          new ProcessBuilder(Stream.concat(tool.stream(), Stream.of(overlay.toString())).toList())
              .redirectError(errors.toFile())
              .start();
    } catch (IOException notInstalled) {
      Files.delete(errors);
      return Optional.empty();
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(overlay + ": " + Files.readString(errors));
    }
    Files.delete(errors);
    return Optional.of(text);
  }
}
