package dev.holdfast.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A connection to one node: a path goes out, an answer comes back, whatever its status. */
public final class Client implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration UPLOAD = Duration.ofMinutes(30);

  private final URI base;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * @param base where the node listens; a path in it is kept as a prefix
   * @param timeout how long one answer may take
   */
  public Client(URI base, Duration timeout) {
    this.base = base;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  public URI base() {
    return base;
  }

  public Answer get(String path, Map<String, String> headers) throws IOException {
    return answer(request(path, headers).timeout(timeout).GET().build());
  }

  public Answer post(String path, byte[] body, Map<String, String> headers) throws IOException {
    return answer(
        request(path, headers)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  /**
   * The same with a body that is no JSON and may be large: the node says when it takes too long.
   */
  public Answer post(String path, String type, byte[] body, Map<String, String> headers)
      throws IOException {
    return answer(
        request(path, headers)
            .timeout(UPLOAD)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  public Answer put(String path, byte[] body, Map<String, String> headers) throws IOException {
    return answer(
        request(path, headers)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  /** An answer whose body goes on for as long as the node likes; the caller closes it. */
  public HttpResponse<InputStream> open(String path, Map<String, String> headers)
      throws IOException {
    return send(request(path, headers).GET().build(), BodyHandlers.ofInputStream());
  }

  /** The same of what is begun with a body. */
  public HttpResponse<InputStream> open(String path, byte[] body, Map<String, String> headers)
      throws IOException {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofInputStream());
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  /** Joins segments to a path; each may hold any character. */
  public static String path(String... segments) {
    return Stream.of(segments).map(Client::encode).collect(Collectors.joining("/", "/", ""));
  }

  /** Percent-encodes one segment of a path, or one value of a query. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path, Map<String, String> headers) {
    String prefix = base.toString().replaceAll("/+$", "");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(prefix + path));
    headers.forEach(request::header);
    return request;
  }

  private Answer answer(HttpRequest request) throws IOException {
    HttpResponse<String> response = send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) throws IOException {
    try {
      return http.send(request, body);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new Unreachable(base, false, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (IOException e) {
      throw new Unreachable(base, !request.method().equals("GET"), e);
    }
  }
}
