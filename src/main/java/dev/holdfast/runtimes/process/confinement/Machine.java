package dev.holdfast.runtimes.process.confinement;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the machine has of what can shut a process in.
 *
 * @param root whether the node may become anybody
 * @param programs those that are installed
 * @param countsTasksInside whether the kernel counts a user's processes in each user namespace
 */
record Machine(boolean root, Set<String> programs, boolean countsTasksInside) {
  private static final List<String> WANTED =
      List.of("bwrap", "unshare", "setpriv", "prlimit", "setsid", "nice");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

  Machine {
    programs = Set.copyOf(programs);
  }

  static Machine here() {
    Set<String> programs = new HashSet<>();
    for (String program : WANTED) {
      if (places(program).stream().anyMatch(Files::isExecutable)) {
        programs.add(program);
      }
    }
    return new Machine(isRoot(), programs, countsTasksInside(System.getProperty("os.version")));
  }

  boolean has(String program) {
    return programs.contains(program);
  }

  /** Where the PATH could have it. */
  static List<Path> places(String program) {
    if (program.indexOf(File.separatorChar) >= 0) {
      return List.of(Path.of(program).toAbsolutePath());
    }
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(program))
        .toList();
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Since Linux 5.14; before, a limit inside counted all that the user runs outside, too. */
  static boolean countsTasksInside(String release) {
    Matcher found = RELEASE.matcher(release);
    if (!found.matches()) {
      return false;
    }
    int major = Integer.parseInt(found.group(1));
    return major > 5 || (major == 5 && Integer.parseInt(found.group(2)) >= 14);
  }

  /** Whether a command ends well, and soon. */
  static boolean works(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
