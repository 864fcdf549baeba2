package dev.holdfast.sdk.binding.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sdk.binding.json.Samples.Holders;
import dev.holdfast.sdk.binding.json.Samples.Line;
import dev.holdfast.sdk.binding.json.Samples.Numbers;
import dev.holdfast.sdk.binding.json.Samples.Texts;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bad input: whatever the bytes are, there is a value or a fault. */
class JsonReaderTest {
  private static JsonFault malformed(Class<?> type, byte[] json) {
    JsonCodec codec = JsonCodecTest.codec(type);
    JsonFault fault =
        assertThrows(JsonFault.class, () -> codec.decode(json), () -> new String(json, UTF_8));
    assertTrue(fault.isMalformed(), fault.getMessage());
    return fault;
  }

  private static JsonFault malformed(Class<?> type, String json) {
    return malformed(type, json.getBytes(UTF_8));
  }

  @Test
  void whatIsNoJsonIsRefused() {
    List<String> documents =
        List.of(
            "{",
            "{\"sku\"",
            "{\"sku\":",
            "{\"sku\":\"a\"",
            "{\"sku\":\"a\",}",
            "{,}",
            "{]",
            "{\"sku\" \"a\"}",
            "{sku:\"a\"}",
            "{'sku':1}",
            "{\"sku\":\"a\" \"cents\":1}",
            "{\"sku\":nul}",
            "{\"sku\":tru",
            "{\"sku\":NaN}",
            "{\"sku\":+1}",
            "{\"sku\":.5}",
            "{\"cents\":01}",
            "{\"cents\":-}",
            "{\"cents\":1.}",
            "{\"cents\":1e}",
            "{\"cents\":0x10}",
            "{\"cents\":1_000}",
            "{\"sku\":\"a\nb\"}",
            "{\"sku\":\"\\x\"}",
            "{\"sku\":\"\\u12\"}",
            "{\"sku\":\"\\u12g4\"}",
            "{\"sku\":\"\\ud83d\"}",
            "{\"sku\":\"\\ud83d\\u0041\"}",
            "{\"sku\":\"\\ude00\"}",
            "{\"old\":[1,]}",
            "{\"old\":[1 2]}",
            "{\"old\":{\"a\":1,}}",
            "/* c */ {}",
            "\uFEFF{}",
            "\u00a0{}",
            "{\"sku\":\"a\",\"quantity\":1,\"cents\":1} x",
            "{\"sku\":\"a\",\"quantity\":1,\"cents\":1}{}");
    for (String json : documents) {
      assertNotNull(malformed(Line.class, json));
    }
    assertEquals("unexpected 't' at byte 9", malformed(Line.class, "{\"cents\":two}").detail());
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[][] wrong = {
      {(byte) 0xff},
      {(byte) 0xc3},
      {(byte) 0xc3, 'a'},
      {(byte) 0x80},
      {(byte) 0xc0, (byte) 0xaf},
      {(byte) 0xe0, (byte) 0x80, (byte) 0xaf},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
      {(byte) 0xf8, 'a', 'a', 'a', 'a'}
    };
    for (byte[] bytes : wrong) {
      byte[] json = Arrays.copyOf(new byte[] {'"'}, bytes.length + 2);
      System.arraycopy(bytes, 0, json, 1, bytes.length);
      json[json.length - 1] = '"';
      assertNotNull(malformed(String.class, json));
    }
  }

  @Test
  void whatIsTooMuchIsRefused() {
    assertEquals(
        "nested deeper than 100 levels",
        malformed(Line.class, "{\"old\":" + "[".repeat(100_000)).detail());
    assertEquals(
        "a number has more than 400 characters",
        malformed(BigDecimal.class, "1".repeat(10_000_000)).detail());
    assertEquals(
        "more than 1000000 names and values",
        malformed(Line.class, "{\"old\":[" + "1,".repeat(1_000_001) + "1]}").detail());
    JsonFault huge =
        assertThrows(
            JsonFault.class,
            () -> JsonCodecTest.codec(BigDecimal.class).decode("1e999999999".getBytes(UTF_8)));
    assertEquals("expected number with an exponent up to 1000, got 1E+999999999", huge.detail());
  }

  @Test
  void mutatedDocumentsEndInAValueOrAFault() {
    Object[] values = {Samples.NUMBERS, Samples.TEXTS, Samples.HOLDERS};
    Class<?>[] types = {Numbers.class, Texts.class, Holders.class};
    for (int i = 0; i < types.length; i++) {
      JsonCodec codec = JsonCodecTest.codec(types[i]);
      byte[] good = codec.encode(values[i]);
      for (int seed = 0; seed < 30_000; seed++) {
        tryToRead(codec, mutated(good, new Random(seed)), seed);
      }
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    byte[] likely = "\"\\{}[]:,-0.19eEtfnu\u0000\u0001 \uD83D\uDE00é".getBytes(UTF_8);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = likely[random.nextInt(likely.length)];
        case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
        case 3 -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(20), bytes.length - Math.max(at, from));
          System.arraycopy(good.length == bytes.length ? good : bytes, from, bytes, at, length);
        }
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          longer[at] = likely[random.nextInt(likely.length)];
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  private static void tryToRead(JsonCodec codec, byte[] json, int seed) {
    try {
      // What was read, however strange, can be written and read again.
      Object value = codec.decode(json);
      assertEquals(value, codec.decode(codec.encode(value)), "SEED=" + seed);
    } catch (JsonFault expected) {
      assertTrue(!expected.getMessage().isEmpty(), "SEED=" + seed);
    } catch (RuntimeException | StackOverflowError unexpected) {
      throw new AssertionError("SEED=" + seed + " " + new String(json, UTF_8), unexpected);
    }
  }
}
