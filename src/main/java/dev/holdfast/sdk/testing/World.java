package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.InvalidService;
import dev.holdfast.sdk.Rejected;
import dev.holdfast.sdk.Settings;
import dev.holdfast.sdk.binding.Binder;
import dev.holdfast.sdk.binding.Capabilities;
import dev.holdfast.sdk.binding.Capability;
import dev.holdfast.sdk.binding.HandlerBinding;
import dev.holdfast.sdk.binding.Refused;
import dev.holdfast.sdk.binding.ServiceBinding;
import dev.holdfast.sdk.binding.TriggerBinding;
import dev.holdfast.sdk.binding.json.JsonLimits;
import dev.holdfast.sdk.binding.json.JsonText;
import dev.holdfast.sdk.testing.Message.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Several services in memory that talk as they would on the platform: durable sends with their way
 * back, topics, timers and calls. A clock that only the test moves.
 *
 * <p>Every call of the test ends when nothing is left to be delivered. With a seed, messages of
 * different senders overtake each other, and handlers are tried twice although their commit happens
 * once; the same seed does the same again. Workflows and views do not run here yet, and no calendar
 * runs: a test calls what has a schedule itself.
 */
public final class World {
  private static final Set<Capability> RUN =
      EnumSet.of(
          Capability.SENDS,
          Capability.TIMERS,
          Capability.TOPICS,
          Capability.SCHEDULES,
          Capability.SETTINGS,
          Capability.PREDICTIONS);

  private final Map<String, ServiceBinding> services = new LinkedHashMap<>();
  private final Map<Address, Instance> instances = new HashMap<>();
  private final Map<List<Address>, Deque<Message>> queues = new LinkedHashMap<>();
  private final Timers timers = new Timers();
  private final List<Call<?>> parked = new ArrayList<>();
  private final Deque<Address> calling = new ArrayDeque<>();
  private final Surroundings around = new Surroundings(this::make);
  private Optional<Random> chance = Optional.empty();

  private World(List<ServiceBinding> bound) {
    bound.forEach(service -> services.put(service.name(), service));
  }

  /**
   * These services, without an instance yet.
   *
   * @throws InvalidService when one could not be loaded, or does what does not run here yet
   */
  public static World of(Class<?>... types) {
    return new World(new Binder(new Capabilities(RUN), JsonLimits.DEFAULT).bind(List.of(types)));
  }

  /** Delivers in another order, and tries handlers twice, as this number says. */
  public World seed(long seed) {
    chance = Optional.of(new Random(seed));
    return this;
  }

  /** Who calls from now on: a user with these roles. */
  public World as(String user, String... roles) {
    around.as(user, Set.of(roles));
    return this;
  }

  /** What a model says from now on. */
  public World predicting(String model, Object output) {
    around.predict(model, output);
    return this;
  }

  /** The settings of this type. */
  public World with(Settings settings) {
    around.with(settings);
    return this;
  }

  /**
   * Calls a handler, then delivers everything that comes of it.
   *
   * @throws Rejected when it refuses
   */
  // The reply is of the type that the handler's signature says; Void has no value but null.
  @SuppressWarnings({"unchecked", "NullAway"})
  public <R> R call(Call<R> call) {
    Optional<Object> reply = make(call);
    deliver();
    fire(around.now());
    return (R) reply.orElse(null);
  }

  /** Lets time pass; timers fire on their way, each at its time. */
  public World advance(Duration time) {
    Instant end = around.now().plus(time);
    fire(end);
    around.at(end);
    return this;
  }

  private void fire(Instant end) {
    for (var due = timers.next(end); due.isPresent(); due = timers.next(end)) {
      around.at(due.get().at());
      enqueue(Message.sent(due.get().owner(), due.get().call()));
      deliver();
    }
  }

  /** The state of an instance. */
  public <S> S state(Class<S> type, String id) {
    for (ServiceBinding service : services.values()) {
      if (service.type() == type) {
        return type.cast(instance(new Address(service.name(), id)).state());
      }
    }
    throw new AssertionError(type.getSimpleName() + " is not in this world.");
  }

  /** Sent calls that were rejected and had no way back. */
  public List<Call<?>> parked() {
    return List.copyOf(parked);
  }

  private Optional<Object> make(Call<?> call) {
    var target = new Address(call.service(), call.id());
    if (calling.contains(target)) {
      throw new AssertionError(call + " would wait for itself.");
    }
    Instance.Ran ran = run(target, call.handler(), call.argument());
    if (ran.refused().isPresent()) {
      Refused refused = ran.refused().get();
      throw new Rejected(refused.service(), refused.code(), refused.status(), refused.detail());
    }
    return ran.reply();
  }

  private Instance.Ran run(Address target, String handler, Optional<Object> argument) {
    Instance instance = instance(target);
    calling.push(target);
    try {
      int before = around.callsMade();
      Context context = around.context(target.id(), instance.sequence());
      Instance.Ran ran = instance.run(handler, argument, context);
      boolean alone = around.callsMade() == before;
      if (alone && chance.isPresent() && chance.get().nextInt(4) == 0) {
        ran = instance.run(handler, argument, context); // The first try was lost before its commit.
      }
      instance.commit(ran);
      ran.actions().forEach(action -> perform(target, action));
      return ran;
    } finally {
      calling.pop();
    }
  }

  private Instance instance(Address address) {
    ServiceBinding service = services.get(address.service());
    if (service == null) {
      throw new AssertionError(address.service() + " is not in this world.");
    }
    return instances.computeIfAbsent(address, _ -> new Instance(service));
  }

  private void perform(Address sender, Effect.Action action) {
    switch (action) {
      case Effect.Send(Call<?> call) -> enqueue(Message.sent(sender, call));
      case Effect.Publish publish -> publish(sender, publish);
      case Effect.Schedule(String timer, Duration after, Call<?> call) ->
          timers.set(sender, timer, around.now().plus(after), call);
      case Effect.ScheduleAt(String timer, Instant at, Call<?> call) ->
          timers.set(sender, timer, at.isBefore(around.now()) ? around.now() : at, call);
      case Effect.Cancel(String timer) -> timers.cancel(sender, timer);
    }
  }

  private void publish(Address sender, Effect.Publish publish) {
    byte[] payload = JsonText.write(publish.payload());
    String key = publish.key().orElse(sender.id());
    for (ServiceBinding service : services.values()) {
      for (HandlerBinding handler : service.handlers()) {
        for (TriggerBinding trigger : handler.triggers()) {
          if (trigger instanceof TriggerBinding.Topic topic
              && topic.topic().equals(publish.topic())
              && MessageFilter.of(topic.filter()).wants(payload)) {
            String id = Message.id(topic.id(), key, payload);
            var receiver = new Address(service.name(), id);
            enqueue(Message.published(sender, receiver, handler.name(), payload));
          }
        }
      }
    }
  }

  private void enqueue(Message message) {
    queues
        .computeIfAbsent(List.of(message.sender(), message.receiver()), _ -> new ArrayDeque<>())
        .add(message);
  }

  private void deliver() {
    while (!queues.isEmpty()) {
      var keys = new ArrayList<>(queues.keySet());
      var key = keys.get(chance.map(random -> random.nextInt(keys.size())).orElse(0));
      Deque<Message> queue = queues.getOrDefault(key, new ArrayDeque<>());
      Message message = queue.remove();
      if (queue.isEmpty()) {
        queues.remove(key);
      }
      receive(message);
    }
  }

  private void receive(Message message) {
    HandlerBinding handler =
        instance(message.receiver())
            .service()
            .handler(message.handler())
            .orElseThrow(() -> new AssertionError("No handler " + message.handler()));
    Optional<Object> argument = message.argument().apply(handler);
    Instance.Ran ran = run(message.receiver(), message.handler(), argument);
    if (ran.refused().isPresent() && message.call().isPresent()) {
      Call<?> call = message.call().get();
      call.otherwise()
          .ifPresentOrElse(
              back -> enqueue(Message.back(message.sender(), back)), () -> parked.add(call));
    }
  }
}
