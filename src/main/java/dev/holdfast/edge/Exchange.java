package dev.holdfast.edge;

import dev.holdfast.edge.input.RequestHeaders;
import dev.holdfast.edge.input.Target;
import dev.holdfast.protocol.Caller;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * One request while it is being answered. Handed from stage to stage, never shared by two at once.
 */
final class Exchange {
  private final HttpRequest request;
  private final RequestHeaders headers;
  private final Target target;
  private final Caller caller;
  private EdgeMetrics.Meter meter;

  Exchange(
      HttpRequest request,
      RequestHeaders headers,
      Target target,
      Caller caller,
      EdgeMetrics.Meter meter) {
    this.request = request;
    this.headers = headers;
    this.target = target;
    this.caller = caller;
    this.meter = meter;
  }

  HttpRequest request() {
    return request;
  }

  /** HEAD is a GET whose body the renderer leaves out. */
  String method() {
    String method = request.method().name();
    return method.equals("HEAD") ? "GET" : method;
  }

  boolean isHead() {
    return request.method().name().equals("HEAD");
  }

  boolean isOptions() {
    return request.method().name().equals("OPTIONS");
  }

  RequestHeaders headers() {
    return headers;
  }

  Target target() {
    return target;
  }

  List<String> path() {
    return target.segments();
  }

  Caller caller() {
    return caller;
  }

  EdgeMetrics.Meter meter() {
    return meter;
  }

  /** From here on the request counts for this handler. */
  void countFor(Endpoint endpoint) {
    meter = endpoint.meter();
  }
}
