package dev.holdfast.edge.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.protocol.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonGuardTest {
  private static final JsonLimits LIMITS = new JsonLimits(100, 1_000, 1_000, 64);

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static Optional<Problem> check(String text) {
    return JsonGuard.check(text.getBytes(StandardCharsets.UTF_8), LIMITS);
  }

  private static void assertFault(String pointer, String detail, String text) {
    Problem problem = check(text).orElseThrow(() -> new AssertionError("passed: " + text));
    assertEquals("invalid-json", problem.code());
    assertEquals(pointer, problem.pointer(), problem.detail());
    assertTrue(problem.detail().contains(detail), problem.detail());
  }

  @Test
  void plainDocumentsPass() {
    for (String text :
        List.of(
            "null",
            " true ",
            "-0",
            "0.5e-3",
            "1E+10",
            "\"\"",
            "\"a\\u0041\\n\\\"/\\/\"",
            "\"\\ud83d\\ude00 😀 ü €\"",
            "[]",
            "{}",
            "[1,[2,[]],{}]",
            " { \"a\" : 1 , \"b\" : { \"a\" : [ ] } , \"\" : \"\" } ")) {
      assertEquals(Optional.empty(), check(text), text);
    }
  }

  @Test
  void whatIsNoJsonIsRefusedWithThePlaceItStandsAt() {
    assertFault("", "the document ends too early", "");
    assertFault("", "expected a value", "nul1");
    assertFault("", "expected the end", "1 2");
    assertFault("", "expected the end", "{} x");
    assertFault("/a/1", "expected a value", "{\"a\":[1,}]}");
    assertFault("/a", "expected ':'", "{\"a\" 1}");
    assertFault("/a", "expected ',' or '}'", "{\"a\":1 \"b\":2}");
    assertFault("/2", "expected a value", "[1,2,]");
    assertFault("", "expected a key", "{1:2}");
    assertFault("/a", "expected a key", "{\"a\":1,}");
    assertFault("/a~1b/~0", "expected a value", "{\"a/b\":{\"~\":}}");
    assertFault("/x", "expected a digit", "{\"x\":-}");
    assertFault("/x", "expected a digit", "{\"x\":1.}");
    assertFault("/x", "expected a digit", "{\"x\":1e}");
    assertFault("", "expected the end", "01");
    assertFault("/0", "expected a value", "[+1]");
    assertFault("/0", "expected a value", "[NaN]");
    assertFault("/0", "expected a value", "['a']");
    assertFault("/0", "expected a value", "[/* */1]");
    assertFault("/0", "the document ends too early", "[\"abc");
    assertFault("/0", "unknown escape", "[\"\\x\"]");
    assertFault("/0", "unknown escape", "[\"\\u12g4\"]");
    assertFault("/0", "control character", "[\"a\nb\"]");
  }

  @Test
  void aKeyMayStandOnceInAnObjectHoweverItIsWritten() {
    assertFault("/a", "twice", "{\"a\":1,\"a\":2}");
    assertFault("/a", "twice", "{\"a\":1,\"\\u0061\":2}");
    assertFault("/ü", "twice", "{\"ü\":1,\"\\u00fc\":2}");
    assertFault("/x/1/a", "twice", "{\"x\":[{\"a\":1},{\"b\":1,\"a\":1,\"a\":2}]}");
    assertEquals(Optional.empty(), check("{\"Aa\":1,\"BB\":2}"));
    assertEquals(Optional.empty(), check("{\"a\":{\"a\":1},\"b\":{\"a\":1}}"));
  }

  @Test
  void manyKeysAreToldApartToo() {
    var text = new StringBuilder("{");
    for (int i = 0; i < 100; i++) {
      text.append("\"k").append(i).append("\":{\"k\":1},");
    }
    assertEquals(Optional.empty(), check(text + "\"last\":1}"));
    for (int i = 0; i < 100; i++) {
      assertFault("/k" + i, "twice", text + "\"k" + i + "\":1}");
    }
    assertEquals(Optional.empty(), check("[" + text + "\"l\":1}," + text + "\"l\":1}]"));
  }

  @Test
  void surrogatesComeInPairs() {
    assertFault("/0", "lone surrogate", "[\"\\ud83d\"]");
    assertFault("/0", "lone surrogate", "[\"\\ude00\"]");
    assertFault("/0", "lone surrogate", "[\"\\ud83dx\"]");
    assertFault("/0", "lone surrogate", "[\"\\ud83d\\u0041\"]");
  }

  @Test
  void bytesMustBeUtf8() {
    int[][] wrong = {
      {0x80},
      {0xc0, 0xaf},
      {0xc1, 0xbf},
      {0xe0, 0x80, 0xaf},
      {0xed, 0xa0, 0x80},
      {0xf0, 0x80, 0x80, 0xaf},
      {0xf4, 0x90, 0x80, 0x80},
      {0xf8, 0x88, 0x80, 0x80, 0x80},
      {0xff},
      {0xc3},
      {0xe2, 0x82},
      {0xe2, 0x28, 0xa1}
    };
    for (int[] bytes : wrong) {
      var document = new ByteArrayOutputStream();
      document.writeBytes("[\"".getBytes(StandardCharsets.UTF_8));
      for (int b : bytes) {
        document.write(b);
      }
      document.writeBytes("\"]".getBytes(StandardCharsets.UTF_8));
      Problem problem = JsonGuard.check(document.toByteArray(), LIMITS).orElseThrow();
      assertEquals("/0", problem.pointer());
    }
    byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '1'};
    assertTrue(JsonGuard.check(mark, LIMITS).isPresent(), "a byte order mark is no JSON");
  }

  @Test
  void theBoundsHold() {
    assertEquals(Optional.empty(), check("[".repeat(100) + "]".repeat(100)));
    assertFault("/0".repeat(100), "deeper than 100", "[".repeat(101) + "]".repeat(101));
    assertFault("/0".repeat(100), "deeper than 100", "[".repeat(100_000));
    assertFault("/a".repeat(100), "deeper than 100", "{\"a\":".repeat(100_000));
    assertEquals(Optional.empty(), check("[" + "1,".repeat(998) + "1]"));
    assertFault("/999", "more than 1000 values", "[" + "1,".repeat(999) + "1]");
    assertFault("", "longer than 1000 bytes", "\"" + "x".repeat(1_001) + "\"");
    assertFault("/0", "longer than 64", "[" + "9".repeat(65) + "]");
    assertFault("/0", "longer than 64", "[" + "9".repeat(10_000_000) + "]");
    assertFault("/0", "exponent", "[1e99999]");
  }

  @Test
  void keysThatCollideCostNoMoreThanOthers() {
    var text = new StringBuilder("{");
    for (int i = 0; i < 65_536; i++) {
      text.append('"');
      for (int bit = 0; bit < 16; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      text.append("\":1,");
    }
    byte[] bytes = text.append("\"x\":1}").toString().getBytes(StandardCharsets.UTF_8);
    long start = System.nanoTime();
    assertEquals(
        Optional.empty(), JsonGuard.check(bytes, new JsonLimits(100, 1_000_000, 1_000, 64)));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 10_000, "65,536 keys of one hash took " + millis + " ms");
  }

  @Test
  void itAgreesWithAStrictParserOnDamagedDocuments() throws IOException {
    byte[] seed =
        "{\"a\":[1,-2.5e3,true,null,\"x\\u00fc\\\\ü€😀\"],\"b\":{\"c\":{},\"a\":\"\"},\"d\":0}"
            .getBytes(StandardCharsets.UTF_8);
    long randomSeed = 20260131;
    var random = new Random(randomSeed);
    String alphabet = "{}[]:,\"\\0123456789eE+-.truefalsn \u0001ü";
    int valid = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = seed.clone();
      int damages = 1 + random.nextInt(3);
      for (int d = 0; d < damages; d++) {
        int place = random.nextInt(bytes.length);
        bytes[place] =
            random.nextInt(4) == 0
                ? (byte) random.nextInt(256)
                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      boolean passes = JsonGuard.check(bytes, LIMITS).isEmpty();
      valid += passes ? 1 : 0;
      assertEquals(
          isValid(bytes),
          passes,
          "SEED=" + randomSeed + " " + new String(bytes, StandardCharsets.UTF_8));
    }
    assertTrue(valid > 1_000, "too few valid documents to prove anything: " + valid);
  }

  private static boolean isValid(byte[] bytes) throws IOException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      var tree = STRICT.readTree(bytes);
      // Jackson lets lone surrogates through as escapes; they cannot be written as UTF-8.
      return !tree.isMissingNode()
          && StandardCharsets.UTF_8.newEncoder().canEncode(tree.toString());
    } catch (CharacterCodingException | com.fasterxml.jackson.core.JacksonException e) {
      return false;
    }
  }

  @Test
  void quotedTextIsReadBackTheSame() throws IOException {
    var all = new StringBuilder();
    for (char c = 0; c < 0x250; c++) {
      all.append(c);
    }
    String text = all.append("😀\"\\/").toString();
    byte[] quoted = JsonStrings.quoted(text);
    assertEquals(Optional.empty(), JsonGuard.check(quoted, new JsonLimits(9, 9, 9_999, 9)));
    assertEquals(text, STRICT.readValue(quoted, String.class));
    String raw = new String(quoted, StandardCharsets.UTF_8);
    assertEquals(text, JsonStrings.unescape(raw.substring(1, raw.length() - 1)));
    assertEquals("\"\\ud83d\"", new String(JsonStrings.quoted("\ud83d"), StandardCharsets.UTF_8));
  }
}
