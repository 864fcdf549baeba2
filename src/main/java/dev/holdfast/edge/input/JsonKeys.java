package dev.holdfast.edge.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys of the objects that are open, outermost first: enough to see one come twice.
 *
 * <p>Invariant: telling costs about constant time a key, whatever keys a caller chooses: few are
 * compared by hash one by one, many are kept in a set that stays fast when hashes collide.
 */
final class JsonKeys {
  /** Objects with more keys than this look them up in a set. */
  private static final int FEW = 16;

  private final byte[] bytes;
  private int size;
  private int[] start = new int[16];
  private int[] end = new int[16];
  private int[] hash = new int[16];

  /** By depth, for those objects that have many. */
  private final Map<Integer, Set<String>> many = new HashMap<>(0);

  JsonKeys(byte[] bytes) {
    this.bytes = bytes;
  }

  int size() {
    return size;
  }

  String key(int place) {
    return decoded(start[place], end[place]);
  }

  /**
   * Adds a key of the innermost object.
   *
   * @param first where that object's keys begin
   * @return false when it has the key already
   */
  boolean add(int from, int to, boolean escaped, int first, int depth) {
    if (size == start.length) {
      start = Arrays.copyOf(start, size * 2);
      end = Arrays.copyOf(end, size * 2);
      hash = Arrays.copyOf(hash, size * 2);
    }
    start[size] = from;
    end[size] = to;
    hash[size] = escaped ? decoded(from, to).hashCode() : hashed(from, to);
    size++;
    return size - first <= FEW ? isNewAmongFew(first) : isNewAmongMany(first, depth);
  }

  private boolean isNewAmongFew(int first) {
    int last = size - 1;
    for (int i = first; i < last; i++) {
      if (hash[i] == hash[last] && key(i).equals(key(last))) {
        return false;
      }
    }
    return true;
  }

  private boolean isNewAmongMany(int first, int depth) {
    Set<String> known = many.computeIfAbsent(depth, d -> new HashSet<>());
    for (int i = first; known.size() < FEW && i < size - 1; i++) {
      known.add(key(i));
    }
    return known.add(key(size - 1));
  }

  /** Forgets the keys of the innermost object. */
  void dropFrom(int first, int depth) {
    if (size - first > FEW) {
      many.remove(depth);
    }
    size = first;
  }

  /** Agrees with {@link String#hashCode} of the decoded key. */
  private int hashed(int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return decoded(from, to).hashCode();
      }
      sum = 31 * sum + bytes[i];
    }
    return sum;
  }

  private String decoded(int from, int to) {
    return JsonStrings.unescape(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }
}
