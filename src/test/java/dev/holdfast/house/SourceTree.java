package dev.holdfast.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Every Java source of the project as the compiler's own parser sees it. */
record SourceTree(List<Source> sources) {
  /** One parsed file; {@code path} is relative to the project. */
  record Source(Path path, List<String> lines, CompilationUnitTree unit, SourcePositions at) {
    /** Shows every tree of one kind to the visitor, outermost first. */
    <T extends Tree> void each(Class<T> kind, Consumer<T> visitor) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
          if (kind.isInstance(tree)) {
            visitor.accept(kind.cast(tree));
          }
          return super.scan(tree, null);
        }
      }.scan(unit, null);
    }

    boolean isIn(String folder) {
      return path.startsWith(folder);
    }

    long firstLine(Tree tree) {
      return map().getLineNumber(at.getStartPosition(unit, tree));
    }

    long lastLine(Tree tree) {
      return map().getLineNumber(at.getEndPosition(unit, tree));
    }

    private LineMap map() {
      return unit.getLineMap();
    }
  }

  static SourceTree parse(Path root) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var options = List.of("-proc:none");
      var units = files.getJavaFileObjectsFromPaths(Layout.sources(root));
      var task = (JavacTask) compiler.getTask(null, files, null, options, null, units);
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<Source> sources = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        URI uri = unit.getSourceFile().toUri();
        List<String> lines = Files.readAllLines(Path.of(uri));
        sources.add(new Source(root.relativize(Path.of(uri)), lines, unit, positions));
      }
      return new SourceTree(sources);
    }
  }
}
