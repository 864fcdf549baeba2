package dev.holdfast.runtimes.http;

import dev.holdfast.outbound.Trust;
import dev.holdfast.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections to one host, and requests along them. Blocks, and ends when its thread is
 * interrupted: a virtual one, whose sockets close then.
 *
 * <p>Invariant: it connects to what its resolver says and nowhere else. It asks no proxy, follows
 * no redirect, keeps no cookie, repeats nothing by itself and unpacks nothing; of an answer it
 * reads so many bytes at most.
 */
final class Exchange implements AutoCloseable {
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_HEADER = 16 * 1024;
  private static final Timeout LOOK_AGAIN = Timeout.ofSeconds(1);

  private final CloseableHttpClient client;
  private final HttpSettings settings;
  private final Timeout silence;

  private Exchange(CloseableHttpClient client, HttpSettings settings, Duration silence) {
    this.client = client;
    this.settings = settings;
    this.silence = Timeout.of(silence);
  }

  /**
   * What came back.
   *
   * @param headers by their names in lower case
   */
  record Response(int status, Map<String, String> headers, Json body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * Opens none yet.
   *
   * @param silence for so long the other side may send nothing
   */
  static Exchange open(HttpSettings settings, DnsResolver resolver, Duration silence)
      throws IOException {
    int connections = settings.attempts().concurrent();
    var manager =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(resolver)
            .setTlsSocketStrategy(
                ClientTlsStrategyBuilder.create().setSslContext(tls(settings)).buildClassic())
            .setMaxConnTotal(connections)
            .setMaxConnPerRoute(connections)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxHeaderCount(MOST_HEADERS)
                            .setMaxLineLength(LONGEST_HEADER)
                            .build())
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(settings.connect()))
                    .setSocketTimeout(Timeout.of(settings.connect()))
                    .setTimeToLive(TimeValue.of(settings.life()))
                    .setIdleTimeout(Timeout.of(settings.idle()))
                    .setValidateAfterInactivity(LOOK_AGAIN)
                    .build())
            .build();
    return new Exchange(
        HttpClients.custom()
            .setConnectionManager(manager)
            .setUserAgent("holdfast")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build(),
        settings,
        silence);
  }

  private static SSLContext tls(HttpSettings settings) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, Trust.in(settings.authorities()).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("holdfast.runtimes.http.authorities: " + e.getMessage(), e);
    }
  }

  Response post(URI url, Map<String, String> headers, ContentType type, byte[] body)
      throws IOException {
    if (body.length > settings.requestBytes()) {
      throw new TooLong("the request", body.length, "request-bytes", settings.requestBytes());
    }
    var request = new HttpPost(url);
    request.setEntity(new ByteArrayEntity(body, type));
    return send(request, headers);
  }

  Response get(URI url, Map<String, String> headers) throws IOException {
    return send(new HttpGet(url), headers);
  }

  private Response send(HttpUriRequestBase request, Map<String, String> headers)
      throws IOException {
    headers.forEach(request::setHeader);
    request.setConfig(
        RequestConfig.custom()
            .setProtocolUpgradeEnabled(false)
            .setExpectContinueEnabled(false)
            .setConnectionRequestTimeout(silence)
            .setResponseTimeout(silence)
            .build());
    return client.execute(
        request,
        response -> {
          try {
            return read(response);
          } catch (TooLong e) {
            // Else what is left of it would be read before the connection is given up.
            request.abort();
            throw e;
          }
        });
  }

  private Response read(ClassicHttpResponse response) throws IOException {
    var headers = new TreeMap<String, String>();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    HttpEntity entity = response.getEntity();
    Json body = Json.wrap(entity == null ? new byte[0] : bytes(entity));
    return new Response(response.getCode(), headers, body);
  }

  private byte[] bytes(HttpEntity entity) throws IOException {
    int most = settings.answerBytes();
    // One that says so is not begun with.
    if (entity.getContentLength() > most) {
      throw new TooLong("its answer", entity.getContentLength(), "answer-bytes", most);
    }
    // Not closed here: closing would first read the rest, however much that is.
    InputStream content = entity.getContent();
    byte[] bytes = content.readNBytes(most);
    if (content.read() >= 0) {
      throw new TooLong("its answer", most + 1L, "answer-bytes", most);
    }
    return bytes;
  }

  /** A request or an answer of more bytes than one may have. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(String what, long bytes, String setting, int most) {
      super(
          "%s has %d bytes or more; holdfast.runtimes.http.%s is %d"
              .formatted(what, bytes, setting, most));
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
