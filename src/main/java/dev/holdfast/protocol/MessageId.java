package dev.holdfast.protocol;

/**
 * Names one message for ever: the place of the commit that sent it, and its number there.
 *
 * <p>Messages go to a receiver along lanes: that of durable sends, and one for each subscription.
 * Along a lane those of one slice keep their order, so a receiver knows what it has handled by one
 * id for each lane and slice, however many there were.
 *
 * @param offset of the commit within its slice
 * @param index among the messages of the commit
 */
public record MessageId(int slice, long offset, int index) implements Comparable<MessageId> {
  /** The text form, such as {@code 17-4711-0}. */
  public String key() {
    return slice + "-" + offset + "-" + index;
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static MessageId parse(String key) {
    int first = key.indexOf('-');
    int last = key.lastIndexOf('-');
    if (first < 1 || last <= first) {
      throw new IllegalArgumentException("Not a message id: " + key);
    }
    return new MessageId(
        Integer.parseInt(key, 0, first, 10),
        Long.parseLong(key, first + 1, last, 10),
        Integer.parseInt(key, last + 1, key.length(), 10));
  }

  @Override
  public int compareTo(MessageId other) {
    int bySlice = Integer.compare(slice, other.slice);
    int byOffset = bySlice != 0 ? bySlice : Long.compare(offset, other.offset);
    return byOffset != 0 ? byOffset : Integer.compare(index, other.index);
  }
}
