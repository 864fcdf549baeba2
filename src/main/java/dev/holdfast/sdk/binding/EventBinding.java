package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Upcast;
import dev.holdfast.sdk.binding.json.JsonCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One type of event of a service: how today's shape is written and read, and how older ones are
 * read.
 *
 * @param type the wire name
 * @param version of today's shape
 * @param codec of today's shape
 * @param older codecs of older shapes, by version; each reads an {@link Upcast}
 */
public record EventBinding(
    String type, int version, JsonCodec codec, Map<Integer, JsonCodec> older) {
  public EventBinding {
    older = new TreeMap<>(older);
  }

  /** The versions that are still read. */
  public List<Integer> upcasts() {
    return List.copyOf(older.keySet());
  }

  EncodedEvent encode(Object event) {
    return new EncodedEvent(type, version, codec.encode(event));
  }

  /** Today's events that say what this one says; empty if its version is not known. */
  Optional<List<?>> read(int writtenVersion, byte[] json) {
    if (writtenVersion == version) {
      return Optional.of(List.of(codec.decode(json)));
    }
    JsonCodec shape = older.get(writtenVersion);
    if (shape == null) {
      return Optional.empty();
    }
    return Optional.of(((Upcast<?>) shape.decode(json)).upcasts());
  }
}
