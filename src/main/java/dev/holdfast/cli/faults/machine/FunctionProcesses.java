package dev.holdfast.cli.faults.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the processes that run functions below a node.
 *
 * <pre>
 *   node ── bwrap ── bwrap ── node …/holdfast-node.js FOLDER
 * </pre>
 *
 * <p>Invariant: of such a line only the last is found. The walls before it have its command line in
 * their own; to kill them would show what the kernel does when walls fall, and not what the node
 * does when a function dies.
 */
final class FunctionProcesses {
  private FunctionProcesses() {}

  /** A process as the kernel lists it; its command line ends with a space. */
  record Seen(long pid, long parent, String commandLine) {}

  static List<Long> below(ProcessHandle node, String sign) {
    List<Seen> all = new ArrayList<>();
    node.descendants()
        .forEach(
            one -> {
              long parent = one.parent().map(ProcessHandle::pid).orElse(0L);
              all.add(new Seen(one.pid(), parent, commandLine(one.pid())));
            });
    return among(all, sign);
  }

  static List<Long> among(List<Seen> all, String sign) {
    Set<Long> parents = all.stream().map(Seen::parent).collect(Collectors.toSet());
    return all.stream()
        .filter(one -> !parents.contains(one.pid()) && one.commandLine().contains(sign))
        .map(Seen::pid)
        .sorted()
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return new String(words, StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException hasEnded) {
      return "";
    }
  }
}
