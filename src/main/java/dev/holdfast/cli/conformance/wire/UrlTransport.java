package dev.holdfast.cli.conformance.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** To a URL, by the JDK's client. */
final class UrlTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final Target target;
  private final String base;
  private final HttpClient client;

  UrlTransport(URI url) {
    this.target = Target.of(url);
    this.base = url.toString().replaceAll("/+$", "");
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  @Override
  public Response send(Request request) throws IOException {
    HttpRequest.BodyPublisher body =
        request.body().size() == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(request.body().utf8());
    HttpRequest asked =
        HttpRequest.newBuilder(URI.create(base + request.path()))
            .header("Content-Type", "application/json")
            .method(request.method(), body)
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(asked, HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> headers = new HashMap<>();
      answer
          .headers()
          .map()
          .forEach(
              (name, values) ->
                  headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
      return Response.of(answer.statusCode(), headers, answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  @Override
  public Optional<RawConnection> connect() throws IOException {
    return target.address().isEmpty()
        ? Optional.empty()
        : Optional.of(RawConnection.open(target, target.address().get()));
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
