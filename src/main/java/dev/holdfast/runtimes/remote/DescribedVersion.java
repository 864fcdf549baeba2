package dev.holdfast.runtimes.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The version of code that nobody but its owner can read: a hash of where it is and what it says
 * about itself, in whatever order it says it.
 */
final class DescribedVersion {
  private static final ObjectMapper SORTING =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
  private static final int CHARACTERS = 12;

  private DescribedVersion() {}

  static String of(String address, Json description) throws NoAnswer {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((address + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(SORTING.writeValueAsBytes(SORTING.readTree(description.utf8())));
      return HexFormat.of().formatHex(digest.digest()).substring(0, CHARACTERS);
    } catch (JsonProcessingException e) {
      throw new NoAnswer("It answered to discover what is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new NoAnswer("It answered to discover what cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
