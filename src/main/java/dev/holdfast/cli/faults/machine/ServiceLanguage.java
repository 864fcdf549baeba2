package dev.holdfast.cli.faults.machine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the services under test are written in: the same ones each time. */
public enum ServiceLanguage {
  JAVA(""),
  NODE("/holdfast-node.js "),
  PYTHON(" -m holdfast ");

  private final String sign;

  ServiceLanguage(String sign) {
    this.sign = sign;
  }

  /** As it is typed. */
  public static Optional<ServiceLanguage> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(ServiceLanguage::word).toList();
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its functions run in processes of their own, and not within the node. */
  public boolean hasProcesses() {
    return !sign.isEmpty();
  }

  /** What the command line of such a process has in it. */
  String sign() {
    return sign;
  }

  Path services(Path project) {
    return project.resolve("bench/faults").resolve(word());
  }
}
