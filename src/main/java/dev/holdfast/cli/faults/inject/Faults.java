package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.faults.machine.ServiceLanguage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** All faults there are, and the order in which a seed brings them. */
public final class Faults {
  private static final List<Fault> ALL =
      List.of(
          new KillNode(false),
          new KillNode(true),
          new StopNode(2),
          new StopNode(15),
          new StopNode(40),
          new Partition(Partition.Kind.RANDOM),
          new Partition(Partition.Kind.OLDEST),
          new Partition(Partition.Kind.ONE_WAY),
          new Partition(Partition.Kind.FLAPPING),
          new CutDatabase(),
          new KillDatabase(),
          new FreezeDatabase(),
          new RollingRestart(),
          new FillDisk(),
          new KillFunctions(),
          new StopFunction(4),
          new StopFunction(20));

  private Faults() {}

  /** The groups of faults that something in services of this language can be done to. */
  public static Set<String> groups(ServiceLanguage language) {
    Set<String> groups = new TreeSet<>();
    ALL.stream().filter(fault -> fault.fits(language)).forEach(fault -> groups.add(fault.group()));
    return groups;
  }

  /** Everything that {@code --faults} may name: groups and single faults. */
  public static Set<String> words() {
    Set<String> words = new TreeSet<>();
    ALL.forEach(fault -> words.addAll(List.of(fault.group(), fault.word())));
    return words;
  }

  /** The faults with these names. */
  public static List<Fault> of(Set<String> words) {
    return ALL.stream()
        .filter(fault -> words.contains(fault.group()) || words.contains(fault.word()))
        .toList();
  }

  /** One round of them in the seed's order. */
  public static List<Fault> shuffled(List<Fault> faults, Random random) {
    List<Fault> round = new ArrayList<>(faults);
    Collections.shuffle(round, random);
    return round;
  }
}
