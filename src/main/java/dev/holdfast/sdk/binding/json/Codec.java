package dev.holdfast.sdk.binding.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values of one type are read and written. Built once for each type; keeps no state. */
interface Codec {
  Object read(JsonReader in);

  void write(JsonWriter out, Object value);

  /** What a field that is not there stands for; null if it must be there. */
  default @Nullable Object absent() {
    return null;
  }

  /** Whether a field with this value is left out. */
  default boolean omits(Object value) {
    return false;
  }

  /** What to expect in its place, for the fault of a field that is missing. */
  String expected();

  /** JSON Schema of the type; named types go to the definitions. */
  Map<String, Object> schema(Definitions definitions);
}
