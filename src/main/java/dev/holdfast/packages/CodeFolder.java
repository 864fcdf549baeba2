package dev.holdfast.packages;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a folder that are its code, and therefore its package: a version brings all that it
 * needs to run, its dependencies too, and nothing that only its author needs.
 *
 * @param files by their names with slashes
 * @param links names of links among them, which no package can hold
 */
public record CodeFolder(
    Path root, CodeKind kind, SortedMap<String, Path> files, List<String> links) {
  private static final String DEPENDENCIES = "node_modules";
  private static final Set<String> TESTS = Set.of("test", "tests");

  /** What builds of Java make, at the top. */
  private static final Set<String> BUILT = Set.of("target", "build");

  /** What package managers keep among the dependencies for themselves. */
  private static final Set<String> NOT_DEPENDENCIES = Set.of(".bin", ".cache");

  /** Every node has the SDK; a link to it is how an editor finds it. */
  private static final String SDK = DEPENDENCIES + "/holdfast";

  public CodeFolder {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    links = List.copyOf(links);
  }

  /** Reads which files there are, not what is in them. */
  public static CodeFolder of(Path folder) throws IOException {
    Path root = folder.toRealPath();
    CodeKind kind = CodeKind.of(root);
    var walk = new Walk(root, kind);
    Files.walkFileTree(root, walk);
    if (kind == CodeKind.JAVA) {
      keepJava(walk.files);
    }
    return new CodeFolder(root, kind, walk.files, walk.links);
  }

  /** The name of what is in it now. */
  public PackageId id() throws IOException {
    return ContentDigest.ofPaths(files);
  }

  /** As the runtime of Java finds code: sources without tests, or else a jar beside nothing. */
  private static void keepJava(SortedMap<String, Path> files) {
    boolean sources = files.keySet().stream().anyMatch(CodeFolder::isSource);
    files
        .keySet()
        .removeIf(name -> sources ? !isSource(name) : !name.endsWith(".jar") || name.contains("/"));
  }

  private static boolean isSource(String name) {
    return name.endsWith(".java")
        && !name.endsWith("Test.java")
        && !name.endsWith("module-info.java");
  }

  /** Collects the files and leaves out what is hidden, made by machines, or a test. */
  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final CodeKind kind;
    private final SortedMap<String, Path> files = new TreeMap<>();
    private final List<String> links = new ArrayList<>();

    Walk(Path root, CodeKind kind) {
      this.root = root;
      this.kind = kind;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean skipped = !folder.equals(root) && !isCode(folder);
      return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    private boolean isCode(Path folder) {
      String name = last(folder);
      if (name.equals("__pycache__") || Files.exists(folder.resolve("pyvenv.cfg"))) {
        return false;
      }
      if (kind == CodeKind.JAVA && BUILT.contains(ContentDigest.nameIn(root, folder))) {
        return false;
      }
      return isDependency(folder)
          ? !NOT_DEPENDENCIES.contains(name)
          : !TESTS.contains(name) && !name.startsWith(".");
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = ContentDigest.nameIn(root, file);
      boolean hidden = !isDependency(file) && (last(file).startsWith(".") || isTest(last(file)));
      if (attributes.isRegularFile() && !hidden) {
        files.put(name, file);
      } else if (attributes.isSymbolicLink() && !hidden && !name.equals(SDK)) {
        links.add(name);
      }
      return FileVisitResult.CONTINUE;
    }

    /** Java's are among its sources, and those of Node.js in a folder. */
    private boolean isTest(String name) {
      return kind == CodeKind.PYTHON && name.startsWith("test_") && name.endsWith(".py");
    }

    /** Below the dependencies nothing is a test or hidden: it is all as its authors shipped it. */
    private boolean isDependency(Path path) {
      Path name = root.relativize(path);
      for (int i = 0; i < name.getNameCount() - 1; i++) {
        if (name.getName(i).toString().equals(DEPENDENCIES)) {
          return true;
        }
      }
      return false;
    }

    private static String last(Path path) {
      return String.valueOf(path.getFileName());
    }
  }
}
