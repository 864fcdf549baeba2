package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The tests that come with the weather app, compiled with it as its author would. */
class WeatherTestsTest {
  private static final Path WEATHER = Path.of("samples/weather");

  @TempDir private static Path classes = Path.of("");

  @TestFactory
  List<DynamicTest> theTestsOfTheWeatherApp() throws Exception {
    compile();
    var tests = new ArrayList<DynamicTest>();
    var loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    for (Path source : sources(WEATHER.resolve("test"))) {
      String name = source.getFileName().toString().replace(".java", "");
      Class<?> type = loader.loadClass("weather." + name);
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          tests.add(DynamicTest.dynamicTest(name + "." + method.getName(), () -> run(method)));
        }
      }
    }
    assertFalse(tests.isEmpty(), "no tests found");
    return tests;
  }

  private static void run(Method test) throws Throwable {
    var constructor = test.getDeclaringClass().getDeclaredConstructor();
    constructor.setAccessible(true);
    test.setAccessible(true);
    try {
      test.invoke(constructor.newInstance());
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static void compile() throws Exception {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var options =
        List.of("-Xlint:all", "-proc:none", "-parameters", "-d", classes.toString(), "-cp", path());
    try (var files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      var all = Stream.concat(sources(WEATHER).stream(), sources(WEATHER.resolve("test")).stream());
      var units = files.getJavaFileObjectsFromPaths(all.toList());
      assertTrue(
          compiler.getTask(null, files, diagnostics, options, null, units).call(),
          () -> diagnostics.getDiagnostics().toString());
    }
    List<Diagnostic<? extends JavaFileObject>> warnings =
        diagnostics.getDiagnostics().stream()
            .filter(one -> one.getKind() != Diagnostic.Kind.NOTE)
            .filter(one -> one.getSource() != null)
            .toList();
    assertTrue(warnings.isEmpty(), warnings::toString);
  }

  private static String path() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""))
        .replace("\n", File.pathSeparator);
  }

  private static List<Path> sources(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
