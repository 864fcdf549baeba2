package dev.holdfast.runtimes.process.confinement;

import dev.holdfast.runtimes.process.limits.LimitSettings;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How processes of functions are shut in on this machine.
 *
 * <p>Invariant: it was tried and works; what the machine cannot do is left out, and {@link #told}
 * says so.
 *
 * @param hasUsers whether each process runs as a user of its own
 */
public record Confinement(
    Walls walls,
    boolean hasUsers,
    Machine machine,
    ConfinementSettings settings,
    LimitSettings limits) {

  /** How much larger what a process asks for may be than what it has in memory. */
  private static final long DATA = 2;

  /** What a runtime reserves before it does anything. */
  private static final long DATA_BASE = 256L << 20;

  /**
   * The kernel's limit of tasks is so much above ours: whoever reaches for it is seen beyond ours,
   * and ended, instead of being left crippled by failures to start anything.
   */
  private static final int ABOVE = 64;

  /**
   * A program to be shut in.
   *
   * @param program with its arguments
   * @param folder where it begins
   * @param readable what it may read beside the system
   * @param own the folder that it may write
   * @param user whom it runs as, where each has one
   */
  public record Inmate(
      List<String> program, Path folder, List<Path> readable, Path own, OptionalInt user) {
    public Inmate {
      program = List.copyOf(program);
      readable = List.copyOf(readable);
    }
  }

  /** The best that works here, or the one that is wanted. */
  public static Confinement find(ConfinementSettings settings, LimitSettings limits)
      throws InterruptedException, IOException {
    Machine machine = Machine.here();
    Path own = Files.createTempDirectory("holdfast-walls");
    try {
      for (Walls walls : settings.walls().map(List::of).orElse(List.of(Walls.values()))) {
        for (boolean users : List.of(true, false)) {
          var found = new Confinement(walls, users, machine, settings, limits);
          boolean possible = !users || (machine.root() && settings.users() > 0);
          OptionalInt user = users ? OptionalInt.of(settings.firstUser()) : OptionalInt.empty();
          var nothing = new Inmate(List.of("true"), Path.of("/"), List.of(), own, user);
          if (possible && Machine.works(found.command(nothing))) {
            return found;
          }
        }
      }
    } finally {
      Files.delete(own);
    }
    if (settings.walls().isPresent()) {
      throw new InvalidSetting(
          "holdfast.runtimes.process.confinement.walls", "does not work on this machine");
    }
    var bare = new Machine(machine.root(), Set.of(), false);
    return new Confinement(Walls.SESSION, false, bare, settings, limits);
  }

  /** The same, with the user of the node. */
  public Confinement withoutUsers() {
    return new Confinement(walls, false, machine, settings, limits);
  }

  /** Whether a program runs inside and sees its folder. */
  public boolean runs(Path program, Inmate inmate) throws InterruptedException {
    String check = "test -r \"$0\" && test -x \"$0\" && exec \"$1\" --version";
    List<String> checked =
        List.of("sh", "-c", check, inmate.folder().toString(), program.toString());
    return Machine.works(
        command(
            new Inmate(checked, inmate.folder(), inmate.readable(), inmate.own(), inmate.user())));
  }

  /** The command line that runs it inside. */
  public List<String> command(Inmate inmate) {
    List<String> command = new ArrayList<>();
    if (machine.has("setpriv")) {
      command.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
    }
    command.addAll(ofEach());
    command.addAll(
        walls.around(
            new Walls.Inside(
                machine,
                limits,
                settings.network(),
                inmate.folder(),
                inmate.readable(),
                inmate.own())));
    if (machine.has("setpriv")) {
      command.addAll(privileges(inmate.user()));
    }
    if (countsTasks(inmate)) {
      command.addAll(List.of("prlimit", "--nproc=" + (limits.tasks() + ABOVE), "--"));
    }
    // Last, so that walls are up as fast as the node is.
    if (machine.has("nice") && settings.nice() > 0) {
      command.addAll(List.of("nice", "-n", Integer.toString(settings.nice())));
    }
    command.addAll(inmate.program());
    return command;
  }

  /** Limits that the kernel keeps for each process. */
  private List<String> ofEach() {
    if (!machine.has("prlimit")) {
      return List.of();
    }
    List<String> command = new ArrayList<>(List.of("prlimit", "--core=0"));
    if (limits.files() > 0) {
      command.add("--nofile=" + limits.files());
    }
    if (limits.fileBytes() > 0) {
      command.add("--fsize=" + limits.fileBytes());
    }
    if (limits.memory() > 0) {
      command.add("--data=" + (DATA * limits.memory() + DATA_BASE));
    }
    command.add("--");
    return command;
  }

  /** The signal of the parent's death is given up with the user, so it is asked for again. */
  private List<String> privileges(OptionalInt user) {
    List<String> command = new ArrayList<>(List.of("setpriv", "--no-new-privs"));
    if (user.isPresent()) {
      String id = Integer.toString(user.getAsInt());
      command.addAll(List.of("--reuid", id, "--regid", id, "--clear-groups"));
      command.addAll(List.of("--bounding-set=-all", "--inh-caps=-all"));
    }
    command.addAll(List.of("--pdeathsig", "KILL", "--"));
    return command;
  }

  /** The kernel counts for a user: only where it is nobody else's can there be a limit. */
  private boolean countsTasks(Inmate inmate) {
    boolean alone =
        inmate.user().isPresent()
            || (walls != Walls.SESSION && !machine.root() && machine.countsTasksInside());
    return alone && limits.tasks() > 0 && machine.has("prlimit");
  }

  /** By what the processes of one are known, whatever became of their parents. */
  public boolean hasSession() {
    return walls == Walls.SESSION && machine.has("setsid");
  }

  /** Whether nothing that is started inside can outlive the first process of it. */
  public boolean isTight() {
    return walls != Walls.SESSION;
  }

  /** For a program that is found on the PATH: all places where it is. */
  public static List<Path> places(String program) {
    return Machine.places(program).stream().filter(Files::isExecutable).toList();
  }

  /** For the log and the documents: what holds here. */
  public String told() {
    List<String> told = new ArrayList<>();
    told.add("walls " + walls.name().toLowerCase(Locale.ROOT));
    told.add(hasUsers ? "a user for each process" : "the user of the node");
    told.add(settings.network() ? "network" : "no network");
    told.add(machine.has("prlimit") ? "limits by prlimit and looks" : "limits by looks");
    if (!machine.has("setpriv")) {
      told.add("no setpriv, so privileges are kept");
    }
    return String.join(", ", told);
  }
}
