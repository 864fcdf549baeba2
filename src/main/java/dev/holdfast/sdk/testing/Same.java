package dev.holdfast.sdk.testing;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Equality that also looks into arrays, which the equality of records does not. */
final class Same {
  private Same() {}

  static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    if (one.equals(other)) {
      return true;
    }
    return switch (one) {
      case byte[] bytes -> other instanceof byte[] others && Arrays.equals(bytes, others);
      case Optional<?> held ->
          other instanceof Optional<?> otherHeld && same(held.orElse(null), otherHeld.orElse(null));
      case List<?> list -> other instanceof List<?> others && sameElements(list, others);
      case Map<?, ?> map -> other instanceof Map<?, ?> others && sameEntries(map, others);
      case Record fields -> one.getClass() == other.getClass() && sameFields(fields, other);
      default -> false;
    };
  }

  private static boolean sameElements(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!same(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEntries(Map<?, ?> one, Map<?, ?> other) {
    return one.keySet().equals(other.keySet())
        && one.keySet().stream().allMatch(key -> same(one.get(key), other.get(key)));
  }

  private static boolean sameFields(Record one, Object other) {
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        if (!same(accessor.invoke(one), accessor.invoke(other))) {
          return false;
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
    }
    return true;
  }
}
