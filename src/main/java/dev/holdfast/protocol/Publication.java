package dev.holdfast.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message for a topic. A topic is named like a service; a key is plain text of at most {@value
 * #LONGEST_KEY} characters.
 *
 * @param key messages of one publisher with the same key keep their order
 * @param attributes what travels beside the payload, such as those of a CloudEvent; mostly none
 */
public record Publication(String topic, String key, Json payload, Map<String, String> attributes) {
  public static final int LONGEST_KEY = 200;

  public Publication {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  public static boolean isTopic(String name) {
    return EntityId.isService(name);
  }

  public static boolean isKey(String key) {
    return EntityId.isPlain(key, LONGEST_KEY);
  }
}
