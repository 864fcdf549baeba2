package dev.holdfast.services.routing.wire;

import dev.holdfast.services.RequestId;
import dev.holdfast.services.ServicesSettings;
import dev.holdfast.services.routing.ParcelAddress;
import dev.holdfast.services.routing.ParcelMessage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/**
 * A node's parcels: messages longer than a frame between nodes are kept by their sender, and their
 * receiver fetches them in parts, so that they need no large buffers and hold up no other message.
 *
 * <p>Requests and outcomes have room of their own, so that callers who ask for much cannot keep
 * others from being answered.
 */
public final class Parcels implements Extension {
  /** A frame holds 256 KiB; this much of it is for what is around a message. */
  static final int LONGEST_MESSAGE = 192 * 1024;

  private static final int PART = 128 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Id ID = new Id();

  private final ActorSystem<?> system;
  private final Shelf requests;
  private final Shelf outcomes;

  /** What is kept of one kind, and who hands it out. */
  private record Shelf(ParcelStore store, ActorRef<ParcelMessage> actor) {
    ParcelAddress address(Optional<ParcelStore.Kept> kept) {
      return kept.map(it -> new ParcelAddress(actor, it.id(), it.length()))
          .orElseThrow(() -> new IllegalStateException("Too many long messages are under way."));
    }
  }

  private Parcels(ActorSystem<?> system) {
    this.system = system;
    long most = ServicesSettings.of(system.settings().config()).parcelBytes();
    this.requests = shelf(system, most, "parcels");
    this.outcomes = shelf(system, most, "outcome-parcels");
  }

  private static Shelf shelf(ActorSystem<?> system, long most, String name) {
    var store = new ParcelStore(most);
    return new Shelf(store, system.systemActorOf(serving(store), name, Props.empty()));
  }

  /** Pekko makes one a system. */
  private static final class Id extends ExtensionId<Parcels> {
    @Override
    public Parcels createExtension(ActorSystem<?> system) {
      return new Parcels(system);
    }
  }

  public static Parcels of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  private static Behavior<ParcelMessage> serving(ParcelStore store) {
    return Behaviors.receiveMessage(
        message -> {
          switch (message) {
            case ParcelMessage.Fetch(long id, int from, ActorRef<ParcelMessage> replyTo) ->
                replyTo.tell(
                    new ParcelMessage.Part(
                        store.part(id, from, PART).orElse(ByteString.emptyByteString())));
            case ParcelMessage.Part _ -> {
              // Late: whoever fetched has given up.
            }
          }
          return Behaviors.same();
        });
  }

  /**
   * Keeps an outcome for its receiver.
   *
   * @param until as {@link System#nanoTime()}
   * @throws IllegalStateException when there is no room
   */
  ParcelAddress keep(byte[] outcome, long until) {
    return outcomes.address(outcomes.store().put(outcome, until));
  }

  /** Keeps a request for whoever gets one of its copies, until it is {@link #answered}. */
  ParcelAddress keep(RequestId id, byte[] request, long until) {
    return requests.address(requests.store().put(id, request, until));
  }

  /** Nobody needs the request any more. */
  public void answered(RequestId id) {
    requests.store().drop(id);
  }

  /** Fetches a message; fails when it is gone or its node does not answer. */
  CompletionStage<byte[]> fetch(ParcelAddress address) {
    return fetch(address, new ByteArrayOutputStream());
  }

  private CompletionStage<byte[]> fetch(ParcelAddress address, ByteArrayOutputStream so) {
    return AskPattern.<ParcelMessage, ParcelMessage>ask(
            address.at(),
            replyTo -> new ParcelMessage.Fetch(address.id(), so.size(), replyTo),
            PATIENCE,
            system.scheduler())
        .thenCompose(
            answer -> {
              if (!(answer instanceof ParcelMessage.Part(ByteString bytes)) || bytes.isEmpty()) {
                return CompletableFuture.failedStage(
                    new IllegalStateException("A long message is gone."));
              }
              so.writeBytes(bytes.toArrayUnsafe());
              return so.size() < address.length()
                  ? fetch(address, so)
                  : CompletableFuture.completedStage(so.toByteArray());
            });
  }

  /** Drops what nobody fetched in time. */
  public void dropOld(long now) {
    requests.store().dropOld(now);
    outcomes.store().dropOld(now);
  }

  /** Bytes kept for other nodes. */
  public long bytes() {
    return requests.store().bytes() + outcomes.store().bytes();
  }
}
