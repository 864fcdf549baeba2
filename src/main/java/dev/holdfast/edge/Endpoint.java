package dev.holdfast.edge;

import dev.holdfast.edge.input.ArgumentShape;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.ServiceDescription.Handler;
import java.time.Duration;

/** One handler as the edge knows it: everything a request needs, worked out once per deployment. */
record Endpoint(
    ServiceDescription service,
    Handler handler,
    ArgumentShape argument,
    Access access,
    int bodyBytes,
    Duration deadline,
    EdgeMetrics.Meter meter) {

  static Endpoint of(
      ServiceDescription service, Handler handler, EdgeSettings settings, EdgeMetrics metrics) {
    EdgeSettings.Bodies bodies = settings.bodies();
    return new Endpoint(
        service,
        handler,
        ArgumentShape.of(handler.argument()),
        new Access(handler.allow()),
        Math.min(handler.limits().bodyBytes().orElse(bodies.usual()), bodies.most()),
        handler.limits().deadline().orElse(settings.deadlines().usual()),
        metrics.meter(service.service(), handler.name()));
  }

  /** Whether the argument is built by name and has the field. */
  boolean hasField(String name) {
    return argument instanceof ArgumentShape.Fields(var fields) && fields.containsKey(name);
  }

  boolean isStateless() {
    return service.kind() == ServiceDescription.Kind.STATELESS;
  }
}
