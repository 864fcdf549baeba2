package dev.holdfast.sdk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Source text compiled in memory, as an author's folder would be: errors, or classes of its own.
 */
public record Compiled(List<String> errors, Map<String, byte[]> classes) {
  private static final String IMPORTS =
      """
      import static dev.holdfast.sdk.Call.*;
      import dev.holdfast.sdk.*;
      import dev.holdfast.sdk.testing.*;
      import java.time.*;
      import java.util.*;
      """;
  private static final Pattern NAME = Pattern.compile("record (\\w+)|class (\\w+)");

  /** Compiles one file without a package; the usual imports stand before it. */
  public static Compiled of(String source) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var classes = new HashMap<String, ByteArrayOutputStream>();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var options =
          List.of("-cp", classPath(), "-proc:none", "-parameters", "-Xlint:all", "-Werror");
      var _ =
          compiler
              .getTask(
                  null,
                  new Memory(files, classes),
                  diagnostics,
                  options,
                  null,
                  List.of(file(source)))
              .call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var bytes = new HashMap<String, byte[]>();
    classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
    return new Compiled(
        diagnostics.getDiagnostics().stream()
            .filter(it -> it.getKind() == Diagnostic.Kind.ERROR)
            .map(it -> it.getMessage(Locale.ENGLISH))
            .toList(),
        bytes);
  }

  /** The top-level classes, loaded by a class loader of their own, in the order of these names. */
  public List<Class<?>> load(String... names) {
    if (!errors.isEmpty()) {
      throw new IllegalStateException(String.join("\n", errors));
    }
    var loader =
        new ClassLoader(Compiled.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = classes.get(name);
            if (code == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, code, 0, code.length);
          }

          @Override
          public @Nullable InputStream getResourceAsStream(String name) {
            byte[] code = classes.get(name.replace(".class", "").replace('/', '.'));
            return code == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(code);
          }
        };
    var loaded = new ArrayList<Class<?>>();
    Arrays.stream(names)
        .forEach(
            name -> {
              try {
                loaded.add(loader.loadClass(name));
              } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
              }
            });
    return loaded;
  }

  /** The SDK, and the annotations that its class files mention. */
  private static String classPath() {
    return Stream.of(Service.class, NullMarked.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static JavaFileObject file(String source) {
    Matcher name = NAME.matcher(source);
    if (!name.find()) {
      throw new IllegalArgumentException(source);
    }
    String type = name.group(1) == null ? name.group(2) : name.group(1);
    return new SimpleJavaFileObject(
        URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return IMPORTS + source;
      }
    };
  }

  private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    Memory(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      var out = new ByteArrayOutputStream();
      classes.put(className, out);
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          return out;
        }
      };
    }
  }
}
