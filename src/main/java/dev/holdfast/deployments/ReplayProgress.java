package dev.holdfast.deployments;

import dev.holdfast.deployments.gate.ReplayGate;

/** Says so after each so many events. */
final class ReplayProgress implements ReplayGate.Progress {
  private static final long EACH = 100_000;

  private final Undertaking progress;
  private long said;

  ReplayProgress(Undertaking progress) {
    this.progress = progress;
  }

  @Override
  public void told(String service, long events) {
    if (events / EACH > said / EACH) {
      said = events;
      progress.says("%s: %,d events replayed".formatted(service, events));
    }
  }
}
