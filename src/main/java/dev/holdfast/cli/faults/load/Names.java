package dev.holdfast.cli.faults.load;

import dev.holdfast.protocol.Slices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The entities of one phase: a hundred lists and a hundred registers, each in a slice of its own,
 * so that an owner that was paused finds something left to damage.
 *
 * <p>A <i>homed</i> list is appended to through one node only: when that node is paused, nothing in
 * its slice moves on, and no conflict of numbers would stop a former owner. A <i>paired</i> one
 * shares its slice with a list that moves on meanwhile: a slice that is taken back for the one
 * would bless what the former owner remembers of the other.
 */
final class Names {
  static final int OF_EACH = 100;
  private static final int HOMED = 50;
  private static final int FIRST_PAIRED = 30;
  private static final int PAIRS = HOMED - FIRST_PAIRED;

  /** The default of the platform; with another number the names are merely less well chosen. */
  private static final Slices SLICES = new Slices(256);

  private final Set<Integer> taken = new HashSet<>();
  private final Map<Integer, Integer> sliceOfPaired = new HashMap<>();
  private final List<String> lists = new ArrayList<>();
  private final List<String> registers = new ArrayList<>();

  Names(String phase) {
    for (int i = 0; i < OF_EACH; i++) {
      String prefix = NodeCaller.LISTS + phase + "-" + i;
      int pair = i - HOMED + FIRST_PAIRED;
      boolean follows = i >= HOMED && i < HOMED + PAIRS;
      lists.add(follows ? in(sliceOfPaired.getOrDefault(pair, 0), prefix) : alone(prefix));
      if (i >= FIRST_PAIRED && i < HOMED) {
        sliceOfPaired.put(i, SLICES.of(lists.getLast()));
      }
      registers.add(alone(NodeCaller.REGISTERS + phase + "-" + i));
    }
  }

  /** Whether only one node is to append to this list. */
  static boolean isHomed(int number) {
    return number < HOMED;
  }

  String list(int number) {
    return lists.get(number);
  }

  String register(int number) {
    return registers.get(number);
  }

  List<String> all() {
    List<String> all = new ArrayList<>(lists);
    all.addAll(registers);
    return all;
  }

  private String alone(String prefix) {
    int suffix = 0;
    while (!taken.add(SLICES.of(prefix + "-" + suffix))) {
      suffix++;
    }
    return prefix + "-" + suffix;
  }

  private static String in(int slice, String prefix) {
    int suffix = 0;
    while (SLICES.of(prefix + "-" + suffix) != slice) {
      suffix++;
    }
    return prefix + "-" + suffix;
  }
}
