package dev.holdfast.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitCodecTest {
  private static final Commit SMALL =
      new Commit(
          Optional.empty(),
          "add",
          List.of(new EventData("Added", 1, Json.of("{\"amount\":3}"))),
          Json.of("3"),
          Caller.ANONYMOUS,
          Instant.ofEpochSecond(1_700_000_000L, 123_456_789),
          "9f3c2a",
          Outbox.EMPTY,
          Optional.empty());

  private static final Commit FULL =
      new Commit(
          Optional.of(new Cause(Cause.Kind.IDEMPOTENCY_KEY, "k\"1\u0007\uD83D\uDE00", -42)),
          "checkOut",
          List.of(
              new EventData("ItemAdded", 2, Json.of("{ \"sku\" : \"ä]}\\\"\", \"n\":[1, {}] }")),
              new EventData("Paid", 1, Json.of("\"raw\"")),
              new EventData("Emptied", 1, Json.of("{}")),
              new EventData("Counted", 3, Json.of("-12.50e3"))),
          Json.of("[true, null , {\"a\":\"b\"}]"),
          Caller.user("ada", Set.of("admin")),
          Instant.EPOCH,
          "",
          Outbox.EMPTY,
          Optional.empty());

  private static final Commit MESSAGE =
      new Commit(
          Optional.of(new Cause(Cause.Kind.MESSAGE, "cart/7/12", Long.MAX_VALUE)),
          "h",
          List.of(),
          Json.NULL,
          Caller.service("cart"),
          Instant.ofEpochSecond(-1, 5),
          "v2",
          Outbox.EMPTY,
          Optional.empty());

  private static final Commit OPERATOR =
      new Commit(
          Optional.empty(),
          "repair",
          List.of(),
          Json.of("false"),
          Caller.OPERATOR,
          Instant.ofEpochSecond(4_000_000_000L),
          "v3",
          Outbox.EMPTY,
          Optional.empty());

  /** Its key came with a request from another node. */
  private static final Commit CROSSED =
      new Commit(
          Optional.of(
              new Cause(Cause.Kind.IDEMPOTENCY_KEY, "k1", 7, Optional.of("00c0ffee00c0ffee-17"))),
          "add",
          List.of(),
          Json.of("1"),
          Caller.ANONYMOUS,
          Instant.ofEpochSecond(1_800_000_000L),
          "v4",
          Outbox.EMPTY,
          Optional.empty());

  /** What stands in {@code golden/journal-1.jsonl}, line by line. */
  private static final List<Commit> RECORDED =
      List.of(SMALL, FULL, MESSAGE, OPERATOR, CROSSED, SMALL);

  @Test
  void entriesRecordedByFormatOneAreReadForEver() {
    List<String> lines = golden();
    assertEquals(RECORDED.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(RECORDED.get(i), read(lines.get(i)), lines.get(i));
    }
  }

  @Test
  void whatIsWrittenTodayIsWhatWasRecorded() {
    List<String> lines = golden();
    // The last line has parts that a later version may write.
    for (int i = 0; i < lines.size() - 1; i++) {
      assertEquals(lines.get(i), text(CommitCodec.write(RECORDED.get(i))));
    }
  }

  @Test
  void whatIsNotKnownIsSkipped() {
    String written = text(CommitCodec.write(FULL));
    String later =
        written
            .replace("{\"f\":1,", "{\"f\":1,\"outbox\":[{\"to\":\"a/b\",\"r\":[1]}],")
            .replace(",-42]", ",-42,{\"x\":[]},\"more\"]")
            .replace("[\"Paid\",1,\"raw\"]", "[\"Paid\",1,\"raw\",{\"y\":1},2]");
    assertTrue(later.length() > written.length() + 50);
    assertEquals(FULL, read(later));
  }

  @Test
  void aRequestNumberBesideAKeyIsReadWithWhateverFollowsIt() {
    String written = text(CommitCodec.write(CROSSED));
    String later = written.replace("-17\"]", "-17\",\"more\",{\"x\":[]}]");
    assertTrue(later.length() > written.length());
    assertEquals(CROSSED, read(later));
  }

  @Test
  void whatAHandlerWasToldIsReadAsItWasAndElseNothingIsSaidOfIt() {
    Instant told = Instant.ofEpochSecond(1_700_000_000L, 1);
    Commit recorded = SMALL.recording(new Commit.Asked(Json.of("{ \"amount\": 3}"), told));
    String written = text(CommitCodec.write(recorded));
    assertEquals(
        text(CommitCodec.write(SMALL)).replaceAll("}$", "")
            + ",\"a\":[{ \"amount\": 3},1700000000000000001]}",
        written);
    assertEquals(recorded, read(written));
    assertEquals(Optional.empty(), read(text(CommitCodec.write(SMALL))).asked());
    assertEquals(recorded, read(written.replace("0001]}", "0001,{\"x\":[]},1]}")));
    Commit bare = SMALL.recording(new Commit.Asked(Json.NULL, told));
    assertEquals(bare, read(text(CommitCodec.write(bare))));
  }

  @Test
  void anEntryOfALaterFormatIsRefused() {
    String later = text(CommitCodec.write(SMALL)).replace("\"f\":1", "\"f\":3");
    var refused = assertThrows(IllegalArgumentException.class, () -> read(later));
    assertTrue(String.valueOf(refused.getMessage()).contains("newer Holdfast"));
  }

  @Test
  void whatIsNoCommitIsRefusedAndDoesNotHang() {
    var command = new Commit.Asked(Json.of("7"), Instant.EPOCH);
    byte[] whole = CommitCodec.write(FULL.recording(command));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(IllegalArgumentException.class, () -> CommitCodec.read(cut));
    }
    for (String wrong : List.of("[]", "null", "{}", "{\"f\":1,\"e\":[[1]]}", "{\"f\":1,\"k\":3}")) {
      assertThrows(IllegalArgumentException.class, () -> read(wrong), wrong);
    }
  }

  @Test
  void dataIsCarriedByteForByte() {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      var events = new ArrayList<EventData>();
      for (int i = random.nextInt(4); i > 0; i--) {
        events.add(new EventData(letters(random), random.nextInt(9), json(random, 3)));
      }
      Commit commit =
          new Commit(
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(new Cause(Cause.Kind.MESSAGE, letters(random), random.nextLong())),
              letters(random),
              events,
              json(random, 4),
              Caller.user(letters(random), Set.of(letters(random))),
              Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
              letters(random),
              Outbox.EMPTY,
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(
                      new Commit.Asked(
                          json(random, 3), Instant.ofEpochSecond(random.nextInt(), 7))));
      byte[] written = CommitCodec.write(commit);
      assertEquals(commit, CommitCodec.read(written), "SEED=" + seed);
      assertArrayEquals(written, CommitCodec.write(CommitCodec.read(written)), "SEED=" + seed);
    }
  }

  private static Json json(Random random, int depth) {
    return Json.of(value(random, depth));
  }

  private static String value(Random random, int depth) {
    String space = random.nextBoolean() ? "" : " ";
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> Integer.toString(random.nextInt());
      case 1 -> "\"" + letters(random) + "\\n\\u00e4ä\"";
      case 2 -> random.nextBoolean() ? "true" : "null";
      case 3 -> random.nextInt(1000) + "." + random.nextInt(1000) + "E-" + random.nextInt(20);
      case 4 ->
          "[" + space + value(random, depth - 1) + space + "," + value(random, depth - 1) + "]";
      default -> "{\"" + letters(random) + "\":" + space + value(random, depth - 1) + space + "}";
    };
  }

  private static String letters(Random random) {
    return random
        .ints(random.nextInt(12), 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<String> golden() {
    try (InputStream in = CommitCodecTest.class.getResourceAsStream("/golden/journal-1.jsonl")) {
      if (in == null) {
        throw new IllegalStateException("golden/journal-1.jsonl is missing");
      }
      return text(in.readAllBytes()).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Commit read(String json) {
    return CommitCodec.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
