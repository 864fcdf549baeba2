package dev.holdfast.runtimes.process.confinement;

import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How processes are shut in; every key is explained in {@code settings/processes.conf}.
 *
 * @param walls the one to use, or empty for the best that works
 * @param firstUser the first of the users that processes run as where the node is root
 * @param users how many there are; 0 leaves processes to the user of the node
 * @param network whether processes see the network
 * @param nice added to the niceness of processes
 */
public record ConfinementSettings(
    Optional<Walls> walls, int firstUser, int users, boolean network, int nice) {

  public static ConfinementSettings from(Settings at) {
    return new ConfinementSettings(
        walls(at.text("walls")),
        at.count("first-user", 1, Integer.MAX_VALUE),
        at.count("users", 0, 1_000_000),
        at.flag("network"),
        at.count("nice", 0, 19));
  }

  private static Optional<Walls> walls(String name) {
    if (name.equals("auto")) {
      return Optional.empty();
    }
    List<String> names =
        Arrays.stream(Walls.values()).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
    if (!names.contains(name)) {
      throw new InvalidSetting(
          "holdfast.runtimes.process.confinement.walls",
          "must be auto or one of " + String.join(", ", names));
    }
    return Optional.of(Walls.valueOf(name.toUpperCase(Locale.ROOT)));
  }
}
