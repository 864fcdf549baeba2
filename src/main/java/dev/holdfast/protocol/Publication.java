package dev.holdfast.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message for a topic.
 *
 * @param key messages of one publisher with the same key keep their order
 * @param attributes what travels beside the payload, such as those of a CloudEvent; mostly none
 */
public record Publication(String topic, String key, Json payload, Map<String, String> attributes) {
  public Publication {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
