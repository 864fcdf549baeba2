package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Rejected;
import dev.holdfast.sdk.binding.json.JsonCodec;
import dev.holdfast.sdk.binding.json.JsonFault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One service, ready to be asked. It keeps nothing: a command is a function of a state, a state a
 * function of events. Safe for any number of threads.
 */
public final class ServiceBinding {
  private static final byte[] NO_REPLY = "null".getBytes(StandardCharsets.US_ASCII);

  private final Identity identity;
  private final Object empty;
  private final JsonCodec state;
  private final EventFamily events;
  private final Map<String, HandlerBinding> handlers = new TreeMap<>();
  private final Capabilities capabilities;

  /** What a service is called and how it keeps its state. */
  record Identity(Class<?> type, String name, Kind kind) {}

  /** How a service keeps its state. */
  public enum Kind {
    ENTITY,
    VALUE,
    STATELESS,
    WORKFLOW,
    VIEW
  }

  ServiceBinding(
      Identity identity,
      Object empty,
      JsonCodec state,
      EventFamily events,
      Capabilities capabilities) {
    this.identity = identity;
    this.empty = empty;
    this.state = state;
    this.events = events;
    this.capabilities = capabilities;
  }

  void add(HandlerBinding handler) {
    handlers.put(handler.name(), handler);
  }

  /** The author's record. */
  public Class<?> type() {
    return identity.type;
  }

  public String name() {
    return identity.name;
  }

  public Kind kind() {
    return identity.kind;
  }

  /** The state of an instance before its first event. */
  public Object empty() {
    return empty;
  }

  /** How a state is written and read; a state of another shape is a {@link JsonFault}. */
  public JsonCodec state() {
    return state;
  }

  public Collection<EventBinding> events() {
    return events.all();
  }

  public Collection<HandlerBinding> handlers() {
    return Collections.unmodifiableCollection(handlers.values());
  }

  /** The handler of this wire name. */
  public Optional<HandlerBinding> handler(String name) {
    return Optional.ofNullable(handlers.get(name));
  }

  /**
   * Runs a command on a state.
   *
   * @param argument what {@link HandlerBinding#readArgument} gave
   * @throws HandlerFailed when it throws, or decides what cannot be done
   */
  public Decided decide(Object current, HandlerBinding handler, Object argument, Context context) {
    Object returned;
    try {
      returned = handler.invoke(current, argument, context);
    } catch (Rejected rejected) {
      return refused(rejected);
    } catch (Throwable thrown) {
      throw failed(handler.toString(), thrown);
    }
    if (!(returned instanceof Effect<?> effect)) {
      throw new HandlerFailed(handler + " returned null instead of an effect.");
    }
    if (effect.rejection().isPresent()) {
      var problem = effect.rejection().get();
      return new Refused(identity.name, problem.code(), problem.status(), effect.detail());
    }
    demandPossible(handler, effect.actions());
    List<?> decided = events.of(effect);
    Object next = after(current, decided);
    return new Decided.Accepted(
        encode(handler, decided), next, reply(handler, effect, next), effect.actions());
  }

  /**
   * Asks a query of a state.
   *
   * @throws HandlerFailed when it throws, or answers what has no JSON form
   */
  public Answered query(Object current, HandlerBinding handler, Object argument, Context context) {
    Object answer;
    try {
      answer = handler.invoke(current, argument, context);
    } catch (Rejected rejected) {
      return refused(rejected);
    } catch (Throwable thrown) {
      throw failed(handler.toString(), thrown);
    }
    if (answer instanceof Optional<?> found && found.isEmpty()) {
      return new Answered.Nothing();
    }
    return new Answered.Found(encodeReply(handler, Optional.ofNullable(answer)));
  }

  /**
   * Folds one journaled event into a state; an older shape is turned into today's events first.
   *
   * @throws HandlerFailed when the event is not known, does not fit, or cannot be applied
   */
  public Object fold(Object current, String type, int version, byte[] json) {
    List<?> read;
    try {
      read = events.read(type, version, json);
    } catch (JsonFault fault) {
      throw new HandlerFailed(
          "event " + type + " version " + version + " does not fit: " + fault.getMessage(), fault);
    } catch (RuntimeException thrown) {
      throw thrown instanceof HandlerFailed failed
          ? failed
          : failed("the upcast of " + type + " version " + version, thrown);
    }
    return after(current, read);
  }

  /** The events by which an effect changes the state, as the author's values. */
  public List<?> eventsOf(Effect<?> effect) {
    return events.of(effect);
  }

  /**
   * An event as it is journaled.
   *
   * @throws HandlerFailed when it is no event of this service
   * @throws JsonFault when it holds what JSON cannot say
   */
  public EncodedEvent encode(Object event) {
    return events.encode(event);
  }

  /**
   * The events of today that a journaled event says.
   *
   * @throws HandlerFailed when its type or its version is not known
   * @throws JsonFault when it does not fit its type
   */
  public List<?> read(String type, int version, byte[] json) {
    return events.read(type, version, json);
  }

  /** The state after these events of today. */
  public Object after(Object current, List<?> decided) {
    Object next = current;
    for (Object event : decided) {
      try {
        next = events.apply(next, event);
      } catch (RuntimeException | StackOverflowError thrown) {
        throw failed(identity.type.getSimpleName() + ".apply", thrown);
      }
    }
    return next;
  }

  private List<EncodedEvent> encode(HandlerBinding handler, List<?> decided) {
    EncodedEvent[] encoded = new EncodedEvent[decided.size()];
    for (int i = 0; i < encoded.length; i++) {
      Object event = decided.get(i);
      try {
        encoded[i] = events.encode(event);
      } catch (JsonFault fault) {
        String name = event.getClass().getSimpleName();
        throw new HandlerFailed(
            handler + " persists " + name + ", but " + fault.getMessage(), fault);
      }
    }
    return Arrays.asList(encoded);
  }

  private byte[] reply(HandlerBinding handler, Effect<?> effect, Object next) {
    Optional<Object> reply;
    try {
      reply = effect.replyOn(next);
    } catch (RuntimeException | StackOverflowError thrown) {
      throw failed("the reply of " + handler, thrown);
    }
    return encodeReply(handler, reply);
  }

  private byte[] encodeReply(HandlerBinding handler, Optional<Object> reply) {
    if (handler.reply().isEmpty()) {
      return NO_REPLY;
    }
    if (reply.isEmpty()) {
      throw new HandlerFailed(handler + " answered null.");
    }
    try {
      return handler.reply().get().encode(reply.get());
    } catch (JsonFault fault) {
      throw new HandlerFailed("the reply of " + handler + ": " + fault.getMessage(), fault);
    }
  }

  private void demandPossible(HandlerBinding handler, List<Effect.Action> actions) {
    for (Effect.Action action : actions) {
      Use use = Use.of(action);
      if (!capabilities.has(use.needed())) {
        throw HandlerFailed.notYet(handler.toString(), use.needed());
      }
      if (identity.kind == Kind.STATELESS) {
        throw new HandlerFailed(use.notStateless(handler.toString()));
      }
    }
  }

  private static Refused refused(Rejected rejected) {
    return new Refused(rejected.service(), rejected.code(), rejected.status(), rejected.detail());
  }

  private static HandlerFailed failed(String who, Throwable thrown) {
    return switch (thrown) {
      case HandlerFailed failed -> failed;
      case OutOfMemoryError fatal -> throw fatal;
      default -> new HandlerFailed(who + " threw " + thrown, thrown);
    };
  }
}
