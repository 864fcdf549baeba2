package dev.holdfast.connectors;

import dev.holdfast.connectors.link.Status;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.TopicMessage;
import java.util.concurrent.CompletionStage;

/** Tells what becomes of the messages of an outlet that does not do so itself. */
record CountedOutlet(Outlet outlet, Status status) implements Outlet {
  @Override
  public String line(TopicMessage message) {
    return outlet.line(message);
  }

  @Override
  public CompletionStage<Handover> deliver(TopicMessage message) {
    return outlet
        .deliver(message)
        .thenApply(
            handover -> {
              count(handover);
              return handover;
            });
  }

  private void count(Handover handover) {
    switch (handover) {
      case Handover.Accepted _ -> status.counts().out().increment();
      case Handover.NotNow(String why) -> {
        status.counts().again().increment();
        status.complain(why);
      }
      case Handover.Refused(String why) -> {
        status.counts().refused().increment();
        status.complain(why);
      }
    }
  }

  @Override
  public void close() {
    outlet.close();
  }
}
