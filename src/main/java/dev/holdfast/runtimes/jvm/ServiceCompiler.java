package dev.holdfast.runtimes.jvm;

import dev.holdfast.runtimes.UnloadableCode;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the sources of a service with the compiler of the JDK, in memory.
 *
 * <p>Invariant: the code is compiled against what it will see when it runs, the SDK and the JDK, so
 * it cannot name a class of the platform.
 */
final class ServiceCompiler {
  private static final List<String> OPTIONS =
      List.of("--release", "25", "-parameters", "-proc:none", "-implicit:none", "-nowarn", "-g");

  private ServiceCompiler() {}

  /** The classes by their file names, such as {@code shop/Cart$Line.class}. */
  static SortedMap<String, byte[]> compile(ServiceCode code) throws UnloadableCode {
    @Nullable JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UnloadableCode(
          List.of("This Java has no compiler. Run Holdfast with a JDK, or deploy a jar."));
    }
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var classes = new TreeMap<String, MemoryFiles.ClassFile>();
    var sources = new ArrayList<MemoryFiles.Source>();
    for (Map.Entry<String, byte[]> file : code.files().entrySet()) {
      sources.add(new MemoryFiles.Source(file.getKey(), file.getValue()));
    }
    try (var standard =
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
        var files = new MemoryFiles(standard, classes)) {
      standard.setLocation(
          StandardLocation.CLASS_PATH, SdkLoader.codeSources().stream().map(File::new).toList());
      var messages = new StringWriter();
      boolean compiled =
          compiler.getTask(messages, files, diagnostics, OPTIONS, null, sources).call();
      if (!compiled) {
        throw new UnloadableCode(faults(diagnostics, messages.toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var bytes = new TreeMap<String, byte[]>();
    classes.forEach((name, file) -> bytes.put(name, file.bytes()));
    return bytes;
  }

  private static List<String> faults(
      DiagnosticCollector<JavaFileObject> diagnostics, String messages) {
    var faults = new ArrayList<String>();
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
        faults.add(place(diagnostic) + diagnostic.getMessage(Locale.ROOT));
      }
    }
    if (faults.isEmpty()) {
      faults.add(messages.isBlank() ? "The compiler failed and did not say why." : messages);
    }
    return faults;
  }

  private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
    JavaFileObject source = diagnostic.getSource();
    return source instanceof MemoryFiles.Source file
        ? file.fileName() + ":" + diagnostic.getLineNumber() + ": "
        : "";
  }
}
