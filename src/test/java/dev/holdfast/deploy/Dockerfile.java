package dev.holdfast.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The instructions of a Dockerfile, continued lines joined and comments left out. */
record Dockerfile(List<Instruction> instructions) {
  private static final Set<String> KNOWN =
      Set.of(
          "FROM",
          "ARG",
          "ENV",
          "WORKDIR",
          "COPY",
          "RUN",
          "USER",
          "EXPOSE",
          "ENTRYPOINT",
          "CMD",
          "LABEL");

  record Instruction(String name, String arguments) {
    /** The words after any options. */
    List<String> words() {
      return List.of(arguments.split("\\s+")).stream()
          .filter(word -> !word.startsWith("--"))
          .toList();
    }
  }

  Dockerfile {
    instructions = List.copyOf(instructions);
  }

  static Dockerfile read(Path file) throws IOException {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String next : Files.readAllLines(file)) {
      if (next.isBlank() || next.strip().startsWith("#")) {
        continue;
      }
      boolean goesOn = next.endsWith("\\");
      line.append(goesOn ? next.substring(0, next.length() - 1) : next);
      if (!goesOn) {
        instructions.add(instruction(line.toString().strip()));
        line.setLength(0);
      }
    }
    if (!line.isEmpty()) {
      throw new IllegalArgumentException("The last line goes on: " + line);
    }
    return new Dockerfile(instructions);
  }

  private static Instruction instruction(String line) {
    int space = line.indexOf(' ');
    String name = space < 0 ? line : line.substring(0, space);
    if (!KNOWN.contains(name)) {
      throw new IllegalArgumentException("Not an instruction: " + line);
    }
    return new Instruction(name, line.substring(name.length()).strip());
  }

  List<Instruction> every(String name) {
    return instructions.stream().filter(each -> each.name().equals(name)).toList();
  }

  Instruction last(String name) {
    return every(name).getLast();
  }
}
