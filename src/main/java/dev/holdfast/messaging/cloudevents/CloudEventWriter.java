package dev.holdfast.messaging.cloudevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.holdfast.messaging.cloudevents.CloudEvent.Data;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Writes events in the structured and the binary mode of the HTTP binding. */
public final class CloudEventWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private static final String HEX = "0123456789ABCDEF";

  private CloudEventWriter() {}

  /** What a message carries; used by one thread, which may keep the body. */
  public static final class Written {
    private final Map<String, String> headers;
    private final byte[] body;

    private Written(Map<String, String> headers, byte[] body) {
      this.headers = Map.copyOf(headers);
      this.body = body;
    }

    /** All that belongs to the event, {@code content-type} among them, in lower case. */
    public Map<String, String> headers() {
      return headers;
    }

    public byte[] body() {
      return body;
    }
  }

  /** The event as one JSON document. */
  public static Written structured(CloudEvent event) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("specversion", CloudEvent.SPEC_VERSION);
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        out.writeStringField(attribute.getKey(), attribute.getValue());
      }
      switch (event.data()) {
        case Data.None _ -> {}
        case Data.OfJson(var json) -> {
          out.writeFieldName("data");
          out.writeRawValue(json.toString());
        }
        case Data.OfText(var text) -> out.writeStringField("data", text);
        case Data.Binary(var base64) -> out.writeStringField("data_base64", base64);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Written(
        Map.of("content-type", "application/cloudevents+json; charset=utf-8"), bytes.toByteArray());
  }

  /** The attributes as headers and the data as the body. */
  public static Written binary(CloudEvent event) {
    var headers = new TreeMap<String, String>();
    headers.put("ce-specversion", CloudEvent.SPEC_VERSION);
    for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
      if (!attribute.getKey().equals("datacontenttype")) {
        headers.put("ce-" + attribute.getKey(), encoded(attribute.getValue()));
      }
    }
    event.attribute("datacontenttype").ifPresent(type -> headers.put("content-type", type));
    byte[] body =
        switch (event.data()) {
          case Data.None _ -> new byte[0];
          case Data.OfJson(var json) -> {
            headers.putIfAbsent("content-type", "application/json");
            yield json.utf8();
          }
          case Data.OfText(var text) -> text.getBytes(StandardCharsets.UTF_8);
          case Data.Binary(var base64) -> Base64.getDecoder().decode(base64);
        };
    return new Written(headers, body);
  }

  /** Percent-encoded as the binding asks: all but visible ASCII, and quotes and percent signs. */
  private static String encoded(String value) {
    var text = new StringBuilder(value.length() + 16);
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0x20 && b < 0x7f && b != '"' && b != '%') {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
      }
    }
    return text.toString();
  }
}
