package dev.holdfast.connectors.webhook;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The beginning of an answer's body, for people; the rest is read to a limit and dropped.
 *
 * <p>Invariant: beyond the limit the exchange is given up, with what was read: the status stands.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<String> {
  private static final int KEPT_BYTES = 200;

  private final CompletableFuture<String> body = new CompletableFuture<>();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(KEPT_BYTES);
  private final long most;
  private Flow.Subscription subscription = NONE;
  private long read;

  private static final Flow.Subscription NONE =
      new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  BoundedBody(long most) {
    this.most = most;
  }

  @Override
  public CompletionStage<String> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription upstream) {
    subscription = upstream;
    upstream.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      read += buffer.remaining();
      var part = new byte[Math.min(buffer.remaining(), KEPT_BYTES - kept.size())];
      buffer.get(part);
      kept.writeBytes(part);
    }
    if (read > most) {
      subscription.cancel();
      onComplete();
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    // The status came before; that the body broke off changes nothing.
    onComplete();
  }

  @Override
  public void onComplete() {
    body.complete(plain(kept.toString(StandardCharsets.UTF_8)));
  }

  /** On one line, without what a terminal would obey. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
  }
}
