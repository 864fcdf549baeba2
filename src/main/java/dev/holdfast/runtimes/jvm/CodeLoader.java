package dev.holdfast.runtimes.jvm;

import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.binding.Binder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of one deployable from memory.
 *
 * <p>Invariant: classes of different deployables never meet, even when their names are the same.
 */
final class CodeLoader extends ClassLoader {
  private static final byte[] MARK =
      (Service.class.getPackageName().replace('.', '/') + "/").getBytes(StandardCharsets.UTF_8);

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> files;

  CodeLoader(String name, Map<String, byte[]> files) {
    super(name, SdkLoader.INSTANCE);
    this.files = Map.copyOf(files);
  }

  /**
   * The classes that are, or should be, services. Only classes that use the SDK are loaded now: a
   * jar may hold libraries whose classes need others that are rightly missing.
   */
  List<Class<?>> services() throws UnloadableCode {
    var services = new ArrayList<Class<?>>();
    var faults = new ArrayList<String>();
    for (String file : files.keySet().stream().sorted().toList()) {
      String name = className(file);
      if (!name.isEmpty() && usesSdk(files.getOrDefault(file, new byte[0]))) {
        try {
          Class<?> type = loadClass(name);
          if (Binder.isService(type)) {
            services.add(type);
          }
        } catch (ClassNotFoundException | LinkageError | SecurityException e) {
          faults.add(file + " cannot be loaded: " + e);
        }
      }
    }
    if (services.isEmpty() && faults.isEmpty()) {
      faults.add(getName() + " holds no service: put @Service(\"name\") above a record.");
    }
    if (!faults.isEmpty()) {
      throw new UnloadableCode(faults);
    }
    return services;
  }

  /** The class in a file; empty when it is none that can be loaded by its name. */
  private static String className(String file) {
    return file.endsWith(".class") && !file.startsWith("META-INF/")
        ? file.substring(0, file.length() - ".class".length()).replace('/', '.')
        : "";
  }

  /** Whether the SDK is named among the class's constants, without loading the class. */
  private static boolean usesSdk(byte[] classFile) {
    outer:
    for (int at = 0; at <= classFile.length - MARK.length; at++) {
      for (int i = 0; i < MARK.length; i++) {
        if (classFile[at + i] != MARK[i]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = files.get(name.replace('.', '/') + ".class");
    if (bytes == null || SdkLoader.isReserved(name)) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      return null;
    }
    try {
      return URL.of(new URI("memory", "", "/" + name, null), new InMemory(bytes));
    } catch (URISyntaxException | MalformedURLException e) {
      throw new IllegalArgumentException("Not a resource name: " + name, e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL resource = findResource(name);
    return Collections.enumeration(resource == null ? List.of() : List.of(resource));
  }

  private static final class InMemory extends URLStreamHandler {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {
          connected = true;
        }

        @Override
        public InputStream getInputStream() throws IOException {
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}
