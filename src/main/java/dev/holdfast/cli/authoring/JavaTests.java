package dev.holdfast.cli.authoring;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Folders;
import dev.holdfast.cli.Terminal;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The tests of a folder of Java sources: compiled with it, run by JUnit in this process.
 *
 * <p>They see the SDK, JUnit and, unlike on a node, the rest of the program: {@code dev} refuses
 * what names that.
 */
final class JavaTests {
  private static final Set<String> NOT_SOURCES = Set.of("target", "build");

  private final Path folder;
  private final Terminal terminal;

  JavaTests(Path folder, Terminal terminal) {
    this.folder = folder;
    this.terminal = terminal;
  }

  /** Whether there are tests and all passed. */
  boolean run() throws IOException {
    Path classes = Files.createTempDirectory("holdfast-test");
    try {
      compile(classes);
      return launch(classes);
    } finally {
      Folders.delete(classes);
    }
  }

  private void compile(Path classes) throws IOException {
    @Nullable JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new CommandFailed(ExitCode.FAILED, "This Java has no compiler: run it with a JDK");
    }
    List<Path> sources = sources();
    if (sources.isEmpty()) {
      throw new CommandFailed(ExitCode.FAILED, "there are no Java sources in " + folder);
    }
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    String path = System.getProperty("java.class.path", "");
    var options = List.of("-proc:none", "-parameters", "-d", classes.toString(), "-cp", path);
    try (var files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      var units = files.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(null, files, diagnostics, options, null, units).call()) {
        var told = new StringBuilder("the tests do not compile");
        for (Diagnostic<? extends JavaFileObject> one : diagnostics.getDiagnostics()) {
          if (one.getKind() == Diagnostic.Kind.ERROR) {
            told.append('\n').append(place(one)).append(one.getMessage(Locale.ROOT));
          }
        }
        throw new CommandFailed(ExitCode.FAILED, told.toString());
      }
    }
  }

  private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
    @Nullable JavaFileObject source = diagnostic.getSource();
    return source == null
        ? ""
        : new File(source.getName()).getName() + ":" + diagnostic.getLineNumber() + ": ";
  }

  private List<Path> sources() throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(file -> file.toString().endsWith(".java") && Files.isRegularFile(file))
          .filter(file -> !file.endsWith("module-info.java"))
          .filter(file -> isSource(folder.relativize(file)))
          .sorted()
          .toList();
    }
  }

  private static boolean isSource(Path name) {
    for (Path part : name) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return !NOT_SOURCES.contains(name.getName(0).toString());
  }

  private boolean launch(Path classes) throws IOException {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(classes)))
            .build();
    var results = new TestResults(terminal.out());
    var thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, JavaTests.class.getClassLoader())) {
      thread.setContextClassLoader(loader);
      LauncherFactory.create().execute(request, results);
    } finally {
      thread.setContextClassLoader(before);
    }
    return results.passed();
  }
}
