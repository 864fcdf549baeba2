package dev.holdfast.cli.drills;

import dev.holdfast.cli.drills.site.Patience;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One scenario, on a cluster of its own that it starts and ends. */
interface Drill {
  String name();

  List<Finding> run(Ground ground);

  /**
   * What a drill runs on.
   *
   * @param patience how it waits; it is thrown out of there when the program is to stop
   * @param progress is told what goes on
   */
  record Ground(DrillPlan plan, Patience patience, Consumer<String> progress) {
    void say(String line) {
      progress.accept(line);
    }
  }

  /** All drills, in the order they are run. */
  static List<Drill> all() {
    return List.of(new Rolling(), new Kill(), new Join(), new Storm(), new Race(), new Rollout());
  }

  static Optional<Drill> of(String name) {
    return all().stream().filter(drill -> drill.name().equals(name)).findFirst();
  }

  static List<String> names() {
    return all().stream().map(Drill::name).toList();
  }
}
