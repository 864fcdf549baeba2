package dev.holdfast.services.routing.wire;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;

/** Actors as text that every node of a cluster understands. */
record ActorAddresses(ActorSystem<?> system) {
  String text(ActorRef<?> actor) {
    return resolver().toSerializationFormat(actor);
  }

  <T> ActorRef<T> actor(String text) {
    return resolver().resolveActorRef(text);
  }

  /** Found only once it is needed: while serializers are made, the system is not yet whole. */
  private ActorRefResolver resolver() {
    return ActorRefResolver.get(system);
  }
}
