package dev.holdfast.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.messaging.TopicCursor.Place;
import dev.holdfast.protocol.MessageId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicCursorTest {
  private static TopicCursor random(Random random) {
    TopicCursor cursor = TopicCursor.START;
    int places = random.nextInt(300);
    for (int i = 0; i < places; i++) {
      long offset = random.nextLong(Long.MAX_VALUE / 2) >>> random.nextInt(62);
      int taken = random.nextBoolean() ? 0 : random.nextInt(Integer.MAX_VALUE);
      cursor = cursor.with(random.nextInt(4096), new Place(offset, taken));
    }
    return cursor;
  }

  @Test
  void whatWasWrittenIsReadAgain() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      TopicCursor cursor = random(random);
      assertEquals(Optional.of(cursor), TopicCursor.parse(cursor.text()), "SEED=" + seed);
    }
  }

  @Test
  void theTextIsShortAndNeverChanges() {
    assertEquals("AQ", TopicCursor.START.text());
    TopicCursor cursor =
        TopicCursor.START.with(3, new Place(4711, 0)).after(new MessageId(17, 100, 2));
    assertEquals("AQPOSQ3HAQM", cursor.text());
    TopicCursor whole = TopicCursor.START;
    for (int slice = 0; slice < 256; slice++) {
      whole = whole.with(slice, new Place(1_000_000, 0));
    }
    assertTrue(whole.text().length() < 1_500, "does not fit into a request target");
  }

  @Test
  void aMessageInTheMiddleOfACommitIsAPlace() {
    TopicCursor cursor = TopicCursor.START.after(new MessageId(5, 9, 1));
    assertEquals(new Place(8, 2), cursor.at(5));
    assertEquals(new Place(0, 0), cursor.at(4));
    assertEquals(cursor, TopicCursor.START.after(new MessageId(5, 9, 1)));
  }

  @Test
  void whatIsNoCursorIsNotRead() {
    for (String text :
        List.of(
            "",
            "A",
            "Ag",
            "AQ==",
            "AQ ",
            "hello",
            "AQPOSQ3HAQM=",
            "AQPOSQ3HAQ",
            "AQPOSQ3H",
            bytes(1, 0, 0),
            bytes(1, 0, 1, 0),
            bytes(1, 0x80, 0, 2),
            bytes(1, 0xff, 0xff, 0x7f, 2),
            bytes(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 2),
            bytes(1, 0, 3, 0xff, 0xff, 0xff, 0xff, 0x0f),
            "A".repeat(100_000))) {
      assertEquals(Optional.empty(), TopicCursor.parse(text), text);
    }
  }

  @Test
  void noRandomBytesAreReadAsSomethingElse() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(1, 12)];
      random.nextBytes(bytes);
      bytes[0] = 1;
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      Optional<TopicCursor> read = TopicCursor.parse(text);
      assertTrue(read.isEmpty() || read.get().text().equals(text), "SEED=" + seed);
    }
  }

  @Test
  void aPlaceIsNeverNegative() {
    assertThrows(IllegalArgumentException.class, () -> new Place(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Place(0, -1));
    assertThrows(
        IllegalArgumentException.class, () -> TopicCursor.START.with(4096, new Place(1, 0)));
  }

  private static String bytes(int... bytes) {
    var all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }
}
