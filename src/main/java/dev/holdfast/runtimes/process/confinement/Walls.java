package dev.holdfast.runtimes.process.confinement;

import dev.holdfast.runtimes.process.limits.LimitSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What stands between a process and the rest of the machine, the thickest first. */
public enum Walls {
  /** Its own pids, and a file system of which it sees what it needs and can change nothing. */
  BUBBLEWRAP {
    @Override
    List<String> around(Inside inside) {
      List<String> command = new ArrayList<>(List.of("bwrap", "--die-with-parent"));
      command.addAll(List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts"));
      if (inside.machine().root()) {
        // What setpriv needs to give everything up; nothing of it is left to the function.
        for (String capability : List.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")) {
          command.addAll(List.of("--cap-add", capability));
        }
      } else {
        command.add("--unshare-user");
      }
      if (!inside.network()) {
        command.add("--unshare-net");
      }
      system(command);
      command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"));
      for (String folder : List.of("/dev/shm", "/tmp")) {
        command.addAll(List.of("--perms", "1777"));
        if (inside.limits().tempBytes() > 0) {
          command.addAll(List.of("--size", Long.toString(inside.limits().tempBytes())));
        }
        command.addAll(List.of("--tmpfs", folder));
      }
      Set<Path> made = new LinkedHashSet<>();
      for (Path path : inside.readable()) {
        parents(path, made, command);
        command.addAll(List.of("--ro-bind", path.toString(), path.toString()));
      }
      parents(inside.own(), made, command);
      command.addAll(List.of("--bind", inside.own().toString(), inside.own().toString()));
      command.addAll(List.of("--remount-ro", "/", "--chdir", inside.folder().toString(), "--"));
      return command;
    }
  },

  /** Its own pids: when its first process ends, all that it started ends. */
  NAMESPACE {
    @Override
    List<String> around(Inside inside) {
      List<String> command =
          new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
      if (!inside.machine().root()) {
        command.addAll(List.of("--user", "--map-current-user"));
      }
      if (!inside.network()) {
        command.add("--net");
      }
      command.add("--");
      return command;
    }
  },

  /** A session of its own, by which what it started is known. */
  SESSION {
    @Override
    List<String> around(Inside inside) {
      return inside.machine().has("setsid") ? List.of("setsid") : List.of();
    }
  };

  private static final List<String> SYSTEM =
      List.of("/usr", "/etc", "/opt", "/nix", "/bin", "/sbin", "/lib", "/lib32", "/lib64");

  /**
   * What is to be shut in.
   *
   * @param folder where it begins
   * @param readable what it may read beside the system
   * @param own the one folder that it may write
   */
  record Inside(
      Machine machine,
      LimitSettings limits,
      boolean network,
      Path folder,
      List<Path> readable,
      Path own) {
    Inside {
      readable = List.copyOf(readable);
    }
  }

  /** What a command line begins with, so that the rest of it runs inside. */
  abstract List<String> around(Inside inside);

  /** Links stay links: where {@code /lib} is one, programs name what is behind it both ways. */
  private static void system(List<String> command) {
    for (String name : SYSTEM) {
      Path path = Path.of(name);
      if (Files.isSymbolicLink(path)) {
        try {
          String target = Files.readSymbolicLink(path).toString();
          command.addAll(List.of("--symlink", target, name));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      } else if (Files.exists(path)) {
        command.addAll(List.of("--ro-bind", name, name));
      }
    }
  }

  /** Made on the way to a mount they would be closed to everybody but root. */
  private static void parents(Path path, Set<Path> made, List<String> command) {
    for (int names = 1; names < path.getNameCount(); names++) {
      Path parent = Path.of("/").resolve(path.subpath(0, names));
      boolean system = SYSTEM.contains("/" + path.getName(0)) || parent.equals(Path.of("/tmp"));
      if (!system && made.add(parent)) {
        command.addAll(List.of("--perms", "0755", "--dir", parent.toString()));
      }
    }
  }
}
