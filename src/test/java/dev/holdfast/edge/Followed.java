package dev.holdfast.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** An open stream of events. */
record Followed(HttpResponse<InputStream> response, BufferedReader lines) implements AutoCloseable {
  static Followed open(EdgeFixture edge, String path, String... headers)
      throws IOException, InterruptedException {
    var request = edge.request(path).header("Accept", "text/event-stream").GET();
    var response =
        edge.client.send(
            (headers.length == 0 ? request : request.headers(headers)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    return new Followed(
        response,
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
  }

  String field(String name) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return "END";
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
