package dev.holdfast.cli.authoring;

import dev.holdfast.packages.CodeKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The files of new folders. In their names and contents {@code @name@} is the service's name and
 * {@code @Type@} that of its class.
 */
final class Templates {
  private Templates() {}

  /** A resource beside the others of its language, and what it becomes. */
  private record Template(String resource, String file) {}

  private static List<Template> of(CodeKind language) {
    var readMe = new Template("README.md", "README.md");
    var ignored = new Template("gitignore", ".gitignore");
    return switch (language) {
      case NODE ->
          List.of(
              new Template("index.mjs", "index.mjs"),
              new Template("service.test.mjs", "test/@name@.test.mjs"),
              readMe,
              ignored);
      case PYTHON ->
          List.of(
              new Template("service.py", "service.py"),
              new Template("test_service.py", "test_service.py"),
              readMe,
              ignored);
      case JAVA ->
          List.of(
              new Template("Service.java.txt", "@Type@.java"),
              new Template("ServiceTest.java.txt", "test/@Type@Test.java"),
              readMe,
              ignored);
    };
  }

  /** Writes all of them; returns their names. */
  static List<String> write(CodeKind language, ServiceName service, Path folder)
      throws IOException {
    List<String> written = new ArrayList<>();
    for (Template template : of(language)) {
      String name = filled(template.file(), service, folder);
      Path file = folder.resolve(name);
      Path parent = file.getParent();
      Files.createDirectories(parent == null ? folder : parent);
      Files.writeString(
          file,
          filled(read(language, template.resource()), service, folder),
          StandardOpenOption.CREATE_NEW);
      written.add(name);
    }
    return written;
  }

  private static String filled(String text, ServiceName service, Path folder) {
    return text.replace("@name@", service.text())
        .replace("@Type@", service.type())
        .replace("@folder@", folder.toString());
  }

  private static String read(CodeKind language, String resource) throws IOException {
    String path = "/templates/" + language.name().toLowerCase(Locale.ROOT) + "/" + resource;
    try (InputStream in = Templates.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
