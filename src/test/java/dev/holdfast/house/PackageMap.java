package dev.holdfast.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of ARCHITECTURE.md as data: which package may use which.
 *
 * <p>Invariant: a row only uses rows below it, so there is no cycle on the map.
 */
record PackageMap(List<Row> rows) {
  static final String BASE = "dev.holdfast";
  static final String ROOT = "(root)";

  private static final Pattern LINE =
      Pattern.compile("\\| (\\(root\\)|`[a-z]+`) \\| (.*) \\| (.*) \\|( yes)? \\|");
  private static final Pattern WORD = Pattern.compile("`([a-z.]+)`");

  /**
   * One package with its subpackages.
   *
   * @param uses what the whole row may use; {@code sdk.binding} names a subpackage
   * @param extra what only some subpackages of the row may use
   */
  record Row(String name, boolean later, Set<String> uses, List<Extra> extra, boolean pekko) {}

  /** One subpackage's own allowance, such as {@code .jvm} to use {@code sdk}. */
  record Extra(String subpackage, Set<String> uses) {}

  static PackageMap read(Path document) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(document)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        rows.add(row(matcher));
      }
    }
    return new PackageMap(List.copyOf(rows));
  }

  private static Row row(Matcher matcher) {
    String[] parts = matcher.group(3).split(";", -1);
    List<Extra> extra = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      String[] sides = parts[i].split(":", 2);
      extra.add(new Extra(words(sides[0]).iterator().next(), words(sides[1])));
    }
    return new Row(
        matcher.group(1).replace("`", ""),
        matcher.group(2).startsWith("*later:*"),
        words(parts[0]),
        extra,
        matcher.group(4) != null);
  }

  private static Set<String> words(String cell) {
    Set<String> words = new HashSet<>();
    Matcher matcher = WORD.matcher(cell);
    while (matcher.find()) {
      words.add(matcher.group(1));
    }
    return words;
  }

  /** The row a Java package belongs to, if it is on the map. */
  Optional<Row> rowOf(String javaPackage) {
    String name = family(javaPackage);
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  /** Whether code in one package of ours may use code in another. */
  boolean allows(String from, String to) {
    if (family(from).equals(family(to)) || family(from).equals(ROOT)) {
      return true;
    }
    String target = to.equals(BASE) ? ROOT : to.substring(BASE.length() + 1);
    Set<String> allowed = new HashSet<>();
    rowOf(from).ifPresent(row -> collect(row, subpackage(from), allowed));
    return allowed.contains(target);
  }

  private static void collect(Row row, String subpackage, Set<String> allowed) {
    allowed.addAll(row.uses());
    for (Extra extra : row.extra()) {
      if (subpackage.equals(extra.subpackage())) {
        allowed.addAll(extra.uses());
      }
    }
  }

  /** The first part below the base package. */
  static String family(String javaPackage) {
    if (javaPackage.equals(BASE)) {
      return ROOT;
    }
    return javaPackage.substring(BASE.length() + 1).split("\\.", -1)[0];
  }

  private static String subpackage(String javaPackage) {
    String below = javaPackage.substring(BASE.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? "" : below.substring(dot);
  }
}
