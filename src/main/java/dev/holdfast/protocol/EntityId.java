package dev.holdfast.protocol;

import java.util.regex.Pattern;

/**
 * The address of one instance: {@code service/id}.
 *
 * <p>Invariant: the service name is {@code [a-z][a-z0-9]*(-[a-z0-9]+)*} of at most 64 characters;
 * the id has 1 to 200 characters, none of them a control character or a slash, and is neither
 * {@code .} nor {@code ..}, so that it survives every path.
 */
public record EntityId(String service, String id) {
  public static final int LONGEST_SERVICE = 64;
  public static final int LONGEST_ID = 200;

  private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  public EntityId {
    if (!isService(service)) {
      throw new IllegalArgumentException("Not a service name: " + service);
    }
    if (!isId(id)) {
      throw new IllegalArgumentException("Not an instance id: " + id);
    }
  }

  /** Reads {@code service/id}. */
  public static EntityId parse(String key) {
    int slash = key.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("Expected SERVICE/ID, got: " + key);
    }
    return new EntityId(key.substring(0, slash), key.substring(slash + 1));
  }

  public static boolean isService(String name) {
    return name.length() <= LONGEST_SERVICE && SERVICE.matcher(name).matches();
  }

  public static boolean isId(String id) {
    return isPlain(id, LONGEST_ID) && id.indexOf('/') < 0 && !id.equals(".") && !id.equals("..");
  }

  /** Whether there is some text, not too long, without control characters, that UTF-8 can write. */
  static boolean isPlain(String text, int longest) {
    if (text.isEmpty() || text.length() > longest) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i)) || isLoneSurrogate(text, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLoneSurrogate(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /** The one text form, also the journal's persistence id. */
  public String key() {
    return service + "/" + id;
  }

  @Override
  public String toString() {
    return key();
  }
}
