package dev.holdfast.runtimes.jvm;

import dev.holdfast.sdk.Service;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * The parent of every service's class loader: shows the JDK and {@code dev.holdfast.sdk}, and
 * nothing else of the platform.
 *
 * <p>Invariant: the SDK's classes are the platform's own, so what a handler returns can be read;
 * all other classes of the platform and its libraries do not exist for a service, so it can bring
 * its own versions of them.
 */
final class SdkLoader extends ClassLoader {
  static final SdkLoader INSTANCE = new SdkLoader();

  private static final String SDK = Service.class.getPackageName();
  private static final String JSPECIFY = NullMarked.class.getPackageName();

  static {
    registerAsParallelCapable();
  }

  private SdkLoader() {
    super("holdfast-sdk", ClassLoader.getPlatformClassLoader());
  }

  /** Whether a class is one that services may use; those of its subpackages are not. */
  static boolean isForServices(String className) {
    String packageName = className.substring(0, Math.max(0, className.lastIndexOf('.')));
    return packageName.equals(SDK) || packageName.equals(JSPECIFY);
  }

  /** Whether a class is the platform's to define, whatever a service brings. */
  static boolean isReserved(String className) {
    return className.startsWith("dev.holdfast.sdk.");
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (isForServices(name)) {
      return Class.forName(name, false, SdkLoader.class.getClassLoader());
    }
    throw new ClassNotFoundException(name);
  }

  /** The jars or folders that the classes for services are in, for the compiler. */
  static List<String> codeSources() {
    var paths = new ArrayList<String>();
    for (Class<?> type : List.of(Service.class, NullMarked.class)) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      if (source == null) {
        throw new IllegalStateException("It is not known where " + type.getName() + " is from.");
      }
      try {
        URI place = source.getLocation().toURI();
        paths.add(Path.of(place).toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException("Not a place: " + source.getLocation(), e);
      }
    }
    return paths;
  }
}
