package dev.holdfast.services;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The one place that says what is deployed on this node; read by every call, written by deploys. */
public final class DeployedServices {
  private final AtomicReference<Deployed> now = new AtomicReference<>(Deployed.NOTHING);

  public Deployed now() {
    return now.get();
  }

  /** Replaces the whole; a change that throws leaves everything as it was. */
  public Deployed change(UnaryOperator<Deployed> change) {
    return now.updateAndGet(change);
  }
}
