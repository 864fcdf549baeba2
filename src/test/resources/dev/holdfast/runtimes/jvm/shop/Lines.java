package shop;

import java.util.Map;

/** Not a service: code that a service uses. */
final class Lines {
  private Lines() {}

  static long total(Map<String, Line> lines) {
    return lines.values().stream().mapToLong(line -> line.quantity() * line.cents()).sum();
  }
}
