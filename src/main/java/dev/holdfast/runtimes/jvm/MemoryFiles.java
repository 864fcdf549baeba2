package dev.holdfast.runtimes.jvm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;

/**
 * What the compiler reads and writes: sources and classes in memory, and the SDK of the platform.
 */
final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
  private final Map<String, ClassFile> classes;

  MemoryFiles(JavaFileManager jdk, Map<String, ClassFile> classes) {
    super(jdk);
    this.classes = classes;
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    // The class path is the platform's own; of its packages a service sees only the SDK.
    if (location == StandardLocation.CLASS_PATH && !SdkLoader.isForServices(packageName + ".Any")) {
      return List.of();
    }
    boolean deeper = recurse && location != StandardLocation.CLASS_PATH;
    return super.list(location, packageName, kinds, deeper);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
    var file = new ClassFile(className);
    classes.put(className.replace('.', '/') + ".class", file);
    return file;
  }

  @Override
  public boolean isSameFile(FileObject one, FileObject other) {
    return one.toUri().equals(other.toUri());
  }

  /** One file with source code. */
  static final class Source extends SimpleJavaFileObject {
    private final String fileName;
    private final String text;

    Source(String fileName, byte[] utf8) {
      super(uri(fileName), Kind.SOURCE);
      this.fileName = fileName;
      this.text = new String(utf8, StandardCharsets.UTF_8);
    }

    String fileName() {
      return fileName;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** One compiled class. */
  static final class ClassFile extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ClassFile(String className) {
      super(uri(className.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  private static URI uri(String fileName) {
    try {
      return new URI("memory", "", "/" + fileName, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Not a file name: " + fileName, e);
    }
  }
}
