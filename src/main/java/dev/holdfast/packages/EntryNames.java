package dev.holdfast.packages;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of one package, which must lead to different files below one folder on every system,
 * also where case or the form of accents does not count.
 */
final class EntryNames {
  /** What file systems allow for one part of a name, in bytes. */
  private static final int LONGEST_PART = 255;

  private final PackageLimits limits;
  private final Map<String, Known> known = new HashMap<>();

  /** How something was first written, and whether it is a folder. */
  private record Known(String name, boolean folder) {}

  EntryNames(PackageLimits limits) {
    this.limits = limits;
  }

  /** Takes the name of a file, or of a folder without the slash at its end. */
  void add(String name, boolean folder) throws PackageRefused {
    check(name);
    for (int at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      know(name.substring(0, at), true);
    }
    know(name, folder);
  }

  private void know(String name, boolean folder) throws PackageRefused {
    String key = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    @Nullable Known before = known.putIfAbsent(key, new Known(name, folder));
    if (before == null) {
      return;
    }
    if (!before.name().equals(name)) {
      throw new PackageRefused(
          shown(before.name()) + " and " + shown(name) + " are the same name on some systems");
    }
    if (before.folder() != folder) {
      throw new PackageRefused(shown(name) + " is both a file and a folder");
    }
    if (!folder) {
      throw new PackageRefused(shown(name) + " is in it twice");
    }
  }

  private void check(String name) throws PackageRefused {
    if (name.startsWith("/")) {
      throw new PackageRefused(shown(name) + " is an absolute name");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > limits.nameLength()) {
      throw new PackageRefused(
          "%s is longer than %d bytes (holdfast.deployments.name-length)"
              .formatted(shown(name), limits.nameLength()));
    }
    String[] parts = name.split("/", -1);
    if (parts.length - 1 > limits.depth()) {
      throw new PackageRefused(
          "%s lies deeper than %d folders (holdfast.deployments.depth)"
              .formatted(shown(name), limits.depth()));
    }
    for (String part : parts) {
      checkPart(name, part);
    }
  }

  private static void checkPart(String name, String part) throws PackageRefused {
    if (part.isEmpty() || part.equals(".") || part.equals("..")) {
      throw new PackageRefused(shown(name) + " has an empty part, . or .. in it");
    }
    if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
      throw new PackageRefused(shown(name) + " has a part longer than " + LONGEST_PART + " bytes");
    }
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '\\' || c == ':' || Character.isISOControl(c)) {
        throw new PackageRefused(
            shown(name) + " has a character that names cannot have: \\, : or a control character");
      }
    }
  }

  /** A name of a stranger, safe for logs and terminals. */
  static String shown(String name) {
    var shown = new StringBuilder("\"");
    int end = Math.min(name.length(), 100);
    for (int i = 0; i < end; i++) {
      char c = name.charAt(i);
      boolean odd = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
      shown.append(odd ? "\\u%04x".formatted((int) c) : String.valueOf(c));
    }
    return shown.append(end < name.length() ? "…\"" : "\"").toString();
  }
}
