package dev.holdfast.messaging.directory;

import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.lanes.Letter;
import java.util.Optional;

/** Addresses messages to the world outside: a line of an outlet is a receiver. */
final class ToOutlet {
  private ToOutlet() {}

  static Subscription.Addressing of(String name, Outlet outlet) {
    return message ->
        Optional.of(
            new Letter(
                message.id(), name + " " + outlet.line(message), new Letter.Content.Emit(message)));
  }
}
