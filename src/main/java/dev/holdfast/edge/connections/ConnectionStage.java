package dev.holdfast.edge.connections;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * The requests of one connection, one after the other.
 *
 * <p>Invariant: a connection that has no request in work is closed after the time it may wait,
 * however slowly bytes of the next head trickle in. It costs a timer a connection, none a request.
 * While the server drains, an answer says that it is the connection's last, and no request is taken
 * after it: what is taken is answered.
 *
 * <pre>
 *   waiting ──request──► working ──response──► waiting
 *      └──too long──► closed      └──stream of events──► streaming (its own heartbeat)
 * </pre>
 */
public final class ConnectionStage extends GraphStage<FlowShape<HttpRequest, HttpResponse>> {
  /** A waiting connection is looked at so many times before it is closed. */
  private static final int LOOKS = 4;

  private static final Connection CLOSE = Connection.create("close");

  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;
  private final Duration waiting;
  private final OpenConnections connections;
  private final HttpResponse failed;
  private final Inlet<HttpRequest> in = Inlet.create("requests");
  private final Outlet<HttpResponse> out = Outlet.create("responses");

  /**
   * The stage of a connection.
   *
   * @param failed the answer where the handler has none
   */
  public ConnectionStage(
      Function<HttpRequest, CompletionStage<HttpResponse>> handler,
      Duration waiting,
      OpenConnections connections,
      HttpResponse failed) {
    this.handler = handler;
    this.waiting = waiting;
    this.connections = connections;
    this.failed = failed;
  }

  @Override
  public FlowShape<HttpRequest, HttpResponse> shape() {
    return FlowShape.of(in, out);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic implements OpenConnections.Open {
    private boolean working;
    private boolean streaming;
    private boolean ending;
    private int looks;
    private final AsyncCallback<HttpResponse> answered = createAsyncCallback(this::answer);
    private final AsyncCallback<Done> closeIdle = createAsyncCallback(_ -> endIfIdle());

    Logic() {
      super(shape());
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              take(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
              if (!working) {
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              if (!ending && !hasBeenPulled(in) && !isClosed(in)) {
                pull(in);
              }
            }
          });
    }

    @Override
    public void preStart() {
      Duration look = waiting.dividedBy(LOOKS);
      scheduleWithFixedDelay("look", look, look);
      connections.opened(this);
    }

    @Override
    public void postStop() {
      connections.closed(this);
    }

    private void take(HttpRequest request) {
      working = true;
      looks = 0;
      CompletableFuture<HttpResponse> answer = handler.apply(request).toCompletableFuture();
      if (answer.isDone() && !answer.isCompletedExceptionally()) {
        answer(answer.join());
      } else {
        var _ =
            answer.whenComplete(
                (response, failure) -> answered.invoke(failure == null ? response : failed));
      }
    }

    private void answer(HttpResponse response) {
      working = false;
      looks = 0;
      streaming = !response.entity().isStrict();
      // The HTTP layer closes the connection once it has written an answer that says so.
      ending = connections.isLast();
      push(out, ending ? lastOne(response) : response);
      if (isClosed(in)) {
        completeStage();
      }
    }

    /** A stream is told to end by whoever makes it; then its connection is closed, too. */
    private void endIfIdle() {
      if (!working && !ending) {
        completeStage();
      }
    }

    @Override
    public void closeIfIdle() {
      closeIdle.invoke(Done.done());
    }

    private static HttpResponse lastOne(HttpResponse response) {
      return response.removeHeader("Connection").addHeader(CLOSE);
    }

    @Override
    public void onTimer(Object key) {
      if (!working && !streaming && ++looks > LOOKS) {
        completeStage();
      }
    }
  }
}
