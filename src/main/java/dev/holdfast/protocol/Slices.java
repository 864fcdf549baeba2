package dev.holdfast.protocol;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * How entities fall into slices: {@code crc32c(utf8(service/id)) mod count}. The count is fixed
 * when a database is created; the rule is frozen for ever, because journals are laid out by it.
 */
public record Slices(int count) {
  public Slices {
    if (count < 1 || count > 4096) {
      throw new IllegalArgumentException("slices must be 1 to 4096, got " + count);
    }
  }

  public int of(String entityKey) {
    var crc = new CRC32C();
    crc.update(entityKey.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % count);
  }
}
