package dev.holdfast.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of text in columns as wide as their widest cell; a column of numbers is set to the right.
 */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... head) {
    this.head = List.of(head);
  }

  public Table row(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException("a row of " + cells.length + " in " + head);
    }
    rows.add(List.of(cells));
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public void print(PrintStream out) {
    List<Integer> widths = columns().map(this::width).boxed().toList();
    List<Boolean> numbers = columns().mapToObj(this::isNumeric).toList();
    print(out, head, widths, numbers);
    rows.forEach(row -> print(out, row, widths, numbers));
  }

  private static void print(
      PrintStream out, List<String> row, List<Integer> widths, List<Boolean> numbers) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String space = " ".repeat(widths.get(i) - row.get(i).length());
      line.append(i == 0 ? "" : GAP);
      line.append(numbers.get(i) ? space + row.get(i) : row.get(i) + space);
    }
    out.println(line.toString().stripTrailing());
  }

  private IntStream columns() {
    return IntStream.range(0, head.size());
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(widest, head.get(column).length());
  }

  private boolean isNumeric(int column) {
    return rows.stream().allMatch(row -> row.get(column).matches("-?[0-9.,]+"));
  }
}
