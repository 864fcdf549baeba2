package dev.holdfast.connectors.webhook;

import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.messaging.cloudevents.CloudEvent;
import dev.holdfast.messaging.cloudevents.CloudEventWriter;
import dev.holdfast.messaging.cloudevents.TopicEvents;
import dev.holdfast.outbound.StandardWebhooks;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts the messages of a topic to a URL, each as a CloudEvent, signed.
 *
 * <p>Invariant: unless private addresses are allowed, no byte is sent to one: names are resolved by
 * {@link GuardedResolver} alone, redirects are not followed, and proxies are not asked. An answer
 * costs bounded memory and time, whatever the other side does.
 *
 * <pre>
 *   deliver ──► room to wait? ──► one of so many ──► look up, sign, post ──► 2xx   Accepted
 *                    └── no ──► NotNow                          408 425 429 5xx, none   NotNow
 *                                                                           else        Refused
 * </pre>
 */
public final class WebhookOutlet implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookOutlet.class);

  private final WebhookSettings settings;
  private final InstantSource clock;
  private final Map<String, String> environment;
  private final HttpClient client;
  private final GuardedNames.Guard guard;
  private final String host;
  private final Semaphore waiting;
  private final Semaphore room;
  private final ThreadFactory threads = Thread.ofVirtual().name("webhook-", 0).factory();
  private volatile boolean closed;

  /**
   * An outlet, ready to deliver.
   *
   * @param environment in which secrets are looked up
   * @throws dev.holdfast.settings.InvalidSetting when a secret cannot be found, or the JVM resolves
   *     names in a way that cannot be guarded
   */
  public WebhookOutlet(
      WebhookSettings settings, InstantSource clock, Map<String, String> environment) {
    if (!settings.allowPrivate() && !GuardedResolver.isInstalled()) {
      throw new InvalidSetting(
          "holdfast.connectors." + settings.name() + ".allow-private",
          "must be true where names cannot be guarded: this JVM has a resolver of its own"
              + " (-Djdk.net.hosts.file, or another provider)");
    }
    for (SecretSource secret : settings.secrets()) {
      secret.require("holdfast.connectors." + settings.name(), environment);
    }
    this.settings = settings;
    this.clock = clock;
    this.environment = Map.copyOf(environment);
    this.host = settings.url().getHost();
    this.waiting = new Semaphore(settings.concurrent() + settings.waiting());
    this.room = new Semaphore(settings.concurrent());
    this.guard = settings.allowPrivate() ? () -> {} : GuardedNames.guard(host);
    boolean tls = settings.url().getScheme().toLowerCase(Locale.ROOT).equals("https");
    this.client =
        HttpClient.newBuilder()
            // Without TLS, asking for HTTP/2 is an upgrade that not every server takes kindly.
            .version(tls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(settings.connectTimeout())
            .executor(Executors.newThreadPerTaskExecutor(threads))
            .build();
  }

  @Override
  public String line(TopicMessage message) {
    return message.publication().key();
  }

  @Override
  public CompletionStage<Handover> deliver(TopicMessage message) {
    if (closed) {
      return CompletableFuture.completedFuture(new Handover.NotNow("The webhook is closed."));
    }
    if (!waiting.tryAcquire()) {
      return CompletableFuture.completedFuture(
          new Handover.NotNow("As many messages wait for " + host + " as may."));
    }
    var handover = new CompletableFuture<Handover>();
    threads.newThread(() -> run(message, handover)).start();
    return handover;
  }

  private void run(TopicMessage message, CompletableFuture<Handover> handover) {
    try {
      room.acquire();
      try {
        handover.complete(post(message));
      } finally {
        room.release();
      }
    } catch (InterruptedException e) {
      handover.complete(new Handover.NotNow("The webhook is closed."));
    } catch (RuntimeException | Error e) {
      LOG.error("A message could not be posted to {}", host, e);
      handover.completeExceptionally(e);
    } finally {
      waiting.release();
    }
  }

  private Handover post(TopicMessage message) throws InterruptedException {
    if (closed) {
      return new Handover.NotNow("The webhook is closed.");
    }
    HttpRequest request;
    try {
      requirePublic();
      request = request(message);
    } catch (IOException e) {
      return new Handover.NotNow(String.valueOf(e.getMessage()));
    }
    var head = new CompletableFuture<HttpResponse.ResponseInfo>();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request,
            info -> {
              head.complete(info);
              return new BoundedBody(settings.responseBytes());
            });
    String body = "";
    String failure;
    try {
      body = answer.get(settings.responseTimeout().toNanos(), TimeUnit.NANOSECONDS).body();
      failure = "";
    } catch (TimeoutException e) {
      answer.cancel(true);
      failure = "No answer within " + settings.responseTimeout().toMillis() + " ms.";
    } catch (ExecutionException e) {
      failure = Answers.failure(e.getCause() == null ? e : e.getCause());
    }
    // What the other side decided stands, even where its body never ended.
    return head.isDone() ? Answers.handover(head.join(), body) : new Handover.NotNow(failure);
  }

  /**
   * The resolver would say the same, but may have been asked before the name was guarded, and an
   * address in the place of a name is never resolved.
   */
  private void requirePublic() throws IOException {
    if (!settings.allowPrivate()) {
      GuardedNames.require(host, List.of(InetAddress.getAllByName(host)));
    }
  }

  private HttpRequest request(TopicMessage message) throws IOException {
    CloudEvent event = TopicEvents.outbound(message);
    CloudEventWriter.Written written =
        switch (settings.mode()) {
          case STRUCTURED -> CloudEventWriter.structured(event);
          case BINARY -> CloudEventWriter.binary(event);
        };
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url())
            .timeout(settings.responseTimeout())
            .header("user-agent", "holdfast")
            .POST(HttpRequest.BodyPublishers.ofByteArray(written.body()));
    written.headers().forEach(request::header);
    List<byte[]> keys = new ArrayList<>();
    for (SecretSource secret : settings.secrets()) {
      keys.add(secret.key(environment));
    }
    StandardWebhooks.headers(message.id().key(), clock.instant(), written.body(), keys)
        .forEach(request::header);
    return request.build();
  }

  /** Gives up what is on its way; it is delivered again by whoever comes after. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      client.shutdownNow();
      guard.close();
    }
  }
}
