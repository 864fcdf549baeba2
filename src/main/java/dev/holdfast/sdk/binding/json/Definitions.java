package dev.holdfast.sdk.binding.json;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The named types of one schema, each written once however often it is used. */
final class Definitions {
  private final boolean strict;
  private final Map<Object, String> names = new HashMap<>();
  private final Map<String, Object> schemas = new LinkedHashMap<>();

  /** Strict where unknown fields are refused, which the schema then says. */
  Definitions(boolean strict) {
    this.strict = strict;
  }

  boolean strict() {
    return strict;
  }

  /** A reference to the type of this key, which is defined at its first use. */
  Map<String, Object> named(String name, Object key, Supplier<Map<String, Object>> schema) {
    String known = names.get(key);
    if (known == null) {
      known = free(name);
      names.put(key, known);
      schemas.put(known, Map.of()); // Holds the place: the type may refer to itself.
      schemas.put(known, schema.get());
    }
    return Map.of("$ref", "#/$defs/" + known);
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; schemas.containsKey(free); i++) {
      free = name + i;
    }
    return free;
  }

  /** The schema of a whole document: what it is, and the types it names. */
  Map<String, Object> document(Map<String, Object> root) {
    if (schemas.isEmpty()) {
      return root;
    }
    var document = new LinkedHashMap<>(root);
    document.put("$defs", new LinkedHashMap<>(schemas));
    return document;
  }
}
