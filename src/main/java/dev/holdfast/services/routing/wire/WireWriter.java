package dev.holdfast.services.routing.wire;

import dev.holdfast.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes the fields of one message between nodes, in order and without names. */
final class WireWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Something that can fail only where bytes go to a disk or a network. */
  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }

  private WireWriter write(Write write) {
    try {
      write.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WireWriter number(long value) {
    return write(() -> out.writeLong(value));
  }

  WireWriter small(int value) {
    return write(() -> out.writeByte(value));
  }

  WireWriter count(int value) {
    return write(() -> out.writeInt(value));
  }

  WireWriter flag(boolean value) {
    return write(() -> out.writeBoolean(value));
  }

  WireWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  WireWriter json(Json value) {
    return bytes(value.utf8());
  }

  WireWriter bytes(byte[] value) {
    return write(
        () -> {
          out.writeInt(value.length);
          out.write(value);
        });
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
