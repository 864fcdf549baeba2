package dev.holdfast.messaging;

import dev.holdfast.protocol.MessageId;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far somebody has read a topic: a place in each slice. Opaque to whoever is given its text.
 *
 * <p>Invariant: one set of places has one text, and only such texts are read. The form is versioned
 * because callers keep it.
 *
 * <pre>
 *   base64url of: version, then by slice: gap to the slice before, 2 × offset (+ 1: taken follows),
 *   all of them varints of 7 bits, the lowest first
 * </pre>
 */
public final class TopicCursor {
  /** Before the first message. */
  public static final TopicCursor START = new TopicCursor(new TreeMap<>());

  /** Room for every slice there can be, at its longest. */
  private static final int LONGEST_TEXT = 4096 * 20;

  private static final int SLICES = 4096;
  private static final int VERSION = 1;
  private static final Place NOTHING = new Place(0, 0);

  private final NavigableMap<Integer, Place> places;

  private TopicCursor(NavigableMap<Integer, Place> places) {
    this.places = places;
  }

  /**
   * What was read of a slice: all commits up to the offset, and of the one after it the messages
   * with an index below {@code taken}.
   */
  public record Place(long offset, int taken) {
    public Place {
      if (offset < 0 || offset > Long.MAX_VALUE / 2 || taken < 0) {
        throw new IllegalArgumentException("Not a place in a slice: " + offset + ", " + taken);
      }
    }
  }

  /** Where a slice was left; offset 0 for one that was not read yet. */
  public Place at(int slice) {
    return places.getOrDefault(slice, NOTHING);
  }

  /** The slices that were read, with their places. */
  public Map<Integer, Place> places() {
    return Map.copyOf(places);
  }

  /** The same, with this slice read so far. */
  public TopicCursor with(int slice, Place place) {
    if (slice < 0 || slice >= SLICES) {
      throw new IllegalArgumentException("Not a slice: " + slice);
    }
    var more = new TreeMap<>(places);
    if (place.equals(NOTHING)) {
      more.remove(slice);
    } else {
      more.put(slice, place);
    }
    return new TopicCursor(more);
  }

  /** The same once this message was read, and all before it in its slice. */
  public TopicCursor after(MessageId message) {
    return with(message.slice(), new Place(message.offset() - 1, message.index() + 1));
  }

  /** The text form. */
  public String text() {
    var bytes = new ByteArrayOutputStream(places.size() * 4 + 1);
    bytes.write(VERSION);
    int next = 0;
    for (Map.Entry<Integer, Place> entry : places.entrySet()) {
      Place place = entry.getValue();
      write(bytes, entry.getKey() - next);
      write(bytes, place.offset() * 2 + (place.taken() > 0 ? 1 : 0));
      if (place.taken() > 0) {
        write(bytes, place.taken());
      }
      next = entry.getKey() + 1;
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private static void write(ByteArrayOutputStream bytes, long number) {
    long rest = number;
    while (rest > 0x7f) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /** Reads the text form; empty when it is none. */
  public static Optional<TopicCursor> parse(String text) {
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      TopicCursor cursor = new Reading(Base64.getUrlDecoder().decode(text)).cursor();
      return cursor.text().equals(text) ? Optional.of(cursor) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A text while it is read. */
  private static final class Reading {
    private final byte[] bytes;
    private int at;

    Reading(byte[] bytes) {
      this.bytes = bytes;
    }

    TopicCursor cursor() {
      if (number() != VERSION) {
        throw new IllegalArgumentException("Another version of the form");
      }
      var places = new TreeMap<Integer, Place>();
      long slice = -1;
      while (at < bytes.length) {
        slice += 1 + number();
        long offset = number();
        long taken = (offset & 1) == 0 ? 0 : number();
        if (slice < 0 || slice >= SLICES || taken > Integer.MAX_VALUE || offset == 0) {
          throw new IllegalArgumentException("No such slice or place");
        }
        places.put((int) slice, new Place(offset >>> 1, (int) taken));
      }
      return new TopicCursor(places);
    }

    private long number() {
      long number = 0;
      for (int shift = 0; shift < 63 && at < bytes.length; shift += 7) {
        byte next = bytes[at++];
        number |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return number;
        }
      }
      throw new IllegalArgumentException("Not a number");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicCursor cursor && places.equals(cursor.places);
  }

  @Override
  public int hashCode() {
    return Objects.hash(places);
  }

  @Override
  public String toString() {
    return places.toString();
  }
}
