package dev.holdfast.services;

import java.util.function.UnaryOperator;

/** The one place that says what is deployed on this node; read by every call, written by deploys. */
final class DeployedServices {
  private volatile Deployed now = Deployed.NOTHING;

  Deployed now() {
    return now;
  }

  /** Replaces the whole; a change that throws leaves everything as it was. */
  synchronized void change(UnaryOperator<Deployed> change) {
    now = change.apply(now);
  }
}
