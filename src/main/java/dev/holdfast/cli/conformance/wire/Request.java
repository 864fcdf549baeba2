package dev.holdfast.cli.conformance.wire;

import dev.holdfast.protocol.Json;

/**
 * One request.
 *
 * @param path below the endpoint, {@code /holdfast/v1/decide}
 * @param body its bytes, which need not be JSON
 */
public record Request(String method, String path, Json body) {
  private static final int SHOWN = 2000;

  public static Request post(String path, Json body) {
    return new Request("POST", path, body);
  }

  /** For people: what is long is cut. */
  @Override
  public String toString() {
    String text = body.toString();
    String shown =
        text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + body.size() + " bytes)";
    return method + " " + path + (shown.isEmpty() ? "" : " " + shown);
  }
}
