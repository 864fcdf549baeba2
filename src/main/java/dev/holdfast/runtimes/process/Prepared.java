package dev.holdfast.runtimes.process;

import dev.holdfast.runtimes.process.confinement.Confinement;
import dev.holdfast.runtimes.process.confinement.Confinement.Inmate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Code with the program that runs it and the walls around it, tried once.
 *
 * @param program where it lies
 * @param readable what it may read beside the system
 */
record Prepared(FunctionCode code, Path program, List<Path> readable, Confinement confinement) {
  private static final Logger LOG = LoggerFactory.getLogger(Prepared.class);
  private static final List<String> SYSTEM =
      List.of("/usr", "/opt", "/nix", "/bin", "/sbin", "/lib", "/lib64");

  Prepared {
    readable = List.copyOf(readable);
  }

  /**
   * Tries the places where the program could be: one that the process's user may not run is passed
   * over, and where none is left, or the folder is closed to it, the node's user has to do.
   */
  static Prepared of(FunctionCode code, FunctionHost host)
      throws IOException, InterruptedException {
    ProcessSettings settings = host.settings();
    Confinement confinement = host.confinement();
    Language language = code.language();
    List<Path> places = Confinement.places(language.program(settings));
    List<Path> readable = List.of(code.folder(), language.sdk(settings));
    Path own = Files.createTempDirectory("holdfast-try");
    try {
      OptionalInt first = OptionalInt.of(settings.confinement().firstUser());
      OptionalInt user = confinement.hasUsers() ? first : OptionalInt.empty();
      for (Path place : places) {
        List<Path> all = with(readable, place);
        if (confinement.runs(place, new Inmate(List.of(), code.folder(), all, own, user))) {
          return new Prepared(code, place, all, confinement);
        }
      }
    } finally {
      Files.delete(own);
    }
    if (confinement.hasUsers()) {
      LOG.warn(
          "{} cannot be run as a user of its own: {}, or {}, is closed to others; it runs as the"
              + " user of the node",
          code.name(),
          code.folder(),
          language.program(settings));
    }
    Path program = places.isEmpty() ? Path.of(language.program(settings)) : places.getFirst();
    return new Prepared(code, program, with(readable, program), confinement.withoutUsers());
  }

  /** A runtime that is not of the system brings its libraries along, beside its folder bin. */
  private static List<Path> with(List<Path> readable, Path program) {
    List<Path> all = new ArrayList<>(readable);
    Path real = program.toAbsolutePath();
    add(all, real);
    try {
      add(all, program.toRealPath());
    } catch (IOException e) {
      // It is not there; whoever starts it says so.
    }
    return all;
  }

  private static void add(List<Path> all, Path program) {
    boolean system = SYSTEM.stream().anyMatch(program::startsWith);
    Path folder = program.getParent();
    Path prefix = folder == null ? null : folder.getParent();
    if (system || folder == null) {
      return;
    }
    // Never a home, which would show far more than a program.
    boolean home = prefix == null || Path.of(System.getProperty("user.home")).startsWith(prefix);
    Path shown = home ? program : prefix;
    if (!all.contains(shown)) {
      all.add(shown);
    }
  }

  /** Another version of it. */
  Prepared with(FunctionCode next) {
    return new Prepared(next, program, readable, confinement);
  }

  List<String> command(ProcessSettings settings) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(code.language().arguments(settings, code.folder()));
    return command;
  }
}
