package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The changes of a folder and the folders in it, one at a time: an editor that writes three files
 * at once made one change.
 *
 * <p>Invariant: hidden files and folders are not seen; the journal of {@code dev} lies in one. Nor
 * is what package managers and interpreters put there, thousands of files at a time.
 */
final class FolderChanges implements AutoCloseable {
  /** Long enough for an editor's temporary file and rename, too short to be waited for. */
  private static final Duration QUIET = Duration.ofMillis(80);

  private static final Set<String> MADE = Set.of("node_modules", "__pycache__");

  private final Path root;
  private final WatchService watch;
  private final Map<WatchKey, Path> folders = new HashMap<>();

  private FolderChanges(Path root, WatchService watch) {
    this.root = root;
    this.watch = watch;
  }

  static FolderChanges watch(Path folder) throws IOException {
    var changes = new FolderChanges(folder, folder.getFileSystem().newWatchService());
    changes.register(folder);
    return changes;
  }

  /** Waits for the next change and names a file of it; empty when the thread is interrupted. */
  Optional<String> next() throws IOException {
    try {
      String changed = "";
      while (changed.isEmpty()) {
        changed = seen(watch.take());
      }
      for (var more = quiet(); more.isPresent(); more = quiet()) {
        String also = seen(more.get());
        changed = also.isEmpty() ? changed : also;
      }
      return Optional.of(changed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ClosedWatchServiceException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }

  private Optional<WatchKey> quiet() throws InterruptedException {
    return Optional.ofNullable(watch.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** The last file that a key saw changed, or nothing worth telling. */
  private String seen(WatchKey key) throws IOException {
    Path folder = folders.getOrDefault(key, root);
    String changed = "";
    for (WatchEvent<?> event : key.pollEvents()) {
      if (!(event.context() instanceof Path name)) {
        changed = root.toString(); // Too many changes to list.
        continue;
      }
      Path file = folder.resolve(name);
      if (isHidden(file) || name.toString().endsWith("~")) {
        continue;
      }
      if (Files.isDirectory(file)) {
        register(file);
      }
      changed = root.relativize(file).toString();
    }
    if (!key.reset()) {
      folders.remove(key);
    }
    return changed;
  }

  private void register(Path top) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!folder.equals(root) && isHidden(folder)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            folders.put(
                folder.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE),
                folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isHidden(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") || MADE.contains(name);
  }
}
