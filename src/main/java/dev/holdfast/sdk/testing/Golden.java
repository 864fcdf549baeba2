package dev.holdfast.sdk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.sdk.binding.EventBinding;
import dev.holdfast.sdk.binding.ServiceBinding;
import dev.holdfast.sdk.binding.json.JsonFault;
import dev.holdfast.sdk.binding.json.JsonFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded journal as a file: an event a line, such as {@code
 * {"type":"Added","version":1,"data":{"amount":3}}}, and maybe a last line {@code {"state":{…}}}.
 * Other fields of a line are not looked at.
 */
final class Golden {
  private final ServiceBinding service;
  private final Path journal;
  private Object state;

  private Golden(ServiceBinding service, Path journal) {
    this.service = service;
    this.journal = journal;
    this.state = service.empty();
  }

  static void fold(ServiceBinding service, Path journal) {
    var golden = new Golden(service, journal);
    try {
      List<String> lines = Files.readAllLines(journal, UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          golden.line(i + 1, lines.get(i));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(int number, String line) {
    Map<String, byte[]> fields;
    try {
      fields = JsonFields.of(line.getBytes(UTF_8));
    } catch (JsonFault fault) {
      throw failure(number, "is no event: " + fault.getMessage(), fault);
    }
    byte[] expected = fields.get("state");
    byte[] type = fields.get("type");
    byte[] data = fields.get("data");
    if (expected != null) {
      demandState(number, expected);
    } else if (type == null || data == null) {
      throw failure(number, "is no event: it needs a type and its data", null);
    } else {
      byte[] version = fields.getOrDefault("version", new byte[] {'1'});
      // Both are plain: a wire name in quotes and a small number.
      fold(number, text(type).replace("\"", ""), Integer.parseInt(text(version)), data);
    }
  }

  private void fold(int number, String type, int version, byte[] data) {
    String name = service.type().getSimpleName();
    if (service.events().stream().map(EventBinding::type).noneMatch(type::equals)) {
      throw failure(
          number,
          ("%s: event type %s is in the journal but not in this version. Renamed? Write"
                  + " @Wire(name = \"%s\") on the new type. Removed? Keep it.")
              .formatted(name, type, type),
          null);
    }
    try {
      state = service.after(state, service.read(type, version, data));
    } catch (JsonFault fault) {
      throw failure(
          number,
          ("%s: %s version %d does not fit its record any more: %s. Make the field Optional, or add"
                  + " an Upcast from version %d (docs/evolution).")
              .formatted(name, type, version, fault.getMessage(), version),
          fault);
    } catch (RuntimeException thrown) {
      throw failure(number, name + ": " + thrown.getMessage(), thrown);
    }
  }

  private void demandState(int number, byte[] expected) {
    Object read;
    try {
      read = service.state().decode(expected);
    } catch (JsonFault fault) {
      throw failure(number, "the state does not fit: " + fault.getMessage(), fault);
    }
    if (!Same.same(read, state)) {
      throw failure(number, "the events lead to " + state + ", recorded was " + read, null);
    }
  }

  private AssertionError failure(int number, String what, @Nullable Throwable cause) {
    return new AssertionError(journal + ":" + number + " " + what, cause);
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }
}
