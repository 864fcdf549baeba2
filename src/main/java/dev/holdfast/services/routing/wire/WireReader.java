package dev.holdfast.services.routing.wire;

import dev.holdfast.protocol.Json;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the fields of one message between nodes; what a newer node has appended is not read. */
final class WireReader {
  private final ByteBuffer in;

  WireReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  long number() {
    return in.getLong();
  }

  int small() {
    return in.get();
  }

  int count() {
    return in.getInt();
  }

  boolean flag() {
    return in.get() != 0;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  Json json() {
    return Json.wrap(bytes());
  }

  byte[] bytes() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
