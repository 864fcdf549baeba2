package dev.holdfast.services.hosting;

import dev.holdfast.journal.EntitySnapshot;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.ServiceDescription.Handler;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.Access;
import dev.holdfast.services.Call;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.Services;
import dev.holdfast.services.VersionCheck;
import dev.holdfast.services.health.HealthBook;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.PendingCalls;
import dev.holdfast.services.routing.ReplyPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The services of a cluster as one of its nodes sees them: checks a call against what is deployed
 * and sends it to the shard of its instance.
 */
final class ShardedServices implements Services {
  private static final Duration TOUCH = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final EntityHost host;
  private final PendingCalls pending;
  private final Nobodies nobodies;
  private volatile Deployed deployed = Deployed.NOTHING;
  private volatile VersionCheck versions = (_, _) -> CompletableFuture.completedStage(Boolean.TRUE);
  private final HealthBook health = new HealthBook();
  private final Map<FunctionRuntime, HostedService> hosted = new ConcurrentHashMap<>();

  ShardedServices(EntityHost host, PendingCalls pending) {
    this.host = host;
    this.pending = pending;
    this.nobodies = new Nobodies(host.journal().slices());
  }

  @Override
  public Deployed deployed() {
    return deployed;
  }

  /**
   * Makes these versions the ones that run, and nothing else.
   *
   * @return whether an instance is to run another version than before, or none any more
   */
  synchronized Predicate<EntityId> deploy(Deployed next) {
    Deployed before = deployed;
    deployed = next;
    hosted.keySet().retainAll(next.runtimes());
    return id -> !before.runtime(id).equals(next.runtime(id));
  }

  void confirmVersions(VersionCheck check) {
    versions = check;
  }

  CompletionStage<Boolean> isCurrent(EntityId id, String version) {
    return versions.isCurrent(id, version);
  }

  HealthBook health() {
    return health;
  }

  PendingCalls pending() {
    return pending;
  }

  /** The version that an instance runs, made once per version. */
  Optional<HostedService> hosted(EntityId id) {
    Optional<FunctionRuntime> runtime = deployed().runtime(id);
    if (runtime.isEmpty()) {
      return Optional.empty();
    }
    HostedService known = hosted.get(runtime.get());
    return Optional.of(
        known != null
            ? known
            : hosted.computeIfAbsent(
                runtime.get(), it -> new HostedService(host, it, health.of(it.description()))));
  }

  /** Whether a snapshot was folded by the version that runs now, and can be read. */
  boolean usable(String entity, EntitySnapshot snapshot) {
    EntityId id = EntityId.parse(entity);
    return hosted(id).filter(service -> service.reads(id, snapshot)).isPresent();
  }

  @Override
  public CompletionStage<Outcome> command(Call call) {
    return check(call, false, EntityMessage.Command::new);
  }

  @Override
  public CompletionStage<Outcome> deliver(Call call) {
    return switch (call.origin()) {
      case Origin.Asked _ -> throw new IllegalArgumentException("Nobody delivers what is asked.");
      case Origin.Delivered delivered when delivered.givenUp().isEmpty() -> command(call);
      // What handler it is about only the instance knows, or the handler is not there any more.
      case Origin.Delivered _, Origin.TimerDue _, Origin.Repair _ -> unchecked(call);
    };
  }

  @Override
  public void touch(int slice) {
    Instant deadline = host.clock().instant().plus(TOUCH);
    // Its shard claims the slice before it looks for the instance, which is never there.
    send(deadline, replyTo -> new EntityMessage.Inspect(nobodies.in(slice), replyTo));
  }

  private CompletionStage<Outcome> unchecked(Call call) {
    Optional<HostedService> service = hosted(call.target());
    return service.isEmpty()
        ? notDeployed(call.target())
        : send(patience(call), replyTo -> new EntityMessage.Command(call, replyTo));
  }

  private CompletionStage<Outcome> notDeployed(EntityId id) {
    return refuse(deployed.missing(id.service()));
  }

  @Override
  public CompletionStage<Outcome> query(Call call) {
    return check(call, true, EntityMessage.Query::new);
  }

  private CompletionStage<Outcome> check(Call call, boolean query, Message message) {
    Optional<HostedService> service = hosted(call.target());
    if (service.isEmpty()) {
      return notDeployed(call.target());
    }
    ServiceDescription description = service.get().runtime().description();
    Optional<Handler> handler = description.handler(call.handler());
    if (handler.isEmpty()) {
      return refuse(
          ProblemCode.UNKNOWN_HANDLER.problem(
              "%s has no %s.".formatted(description.service(), call.handler())));
    }
    if (handler.get().query() != query) {
      return refuse(
          ProblemCode.METHOD_NOT_ALLOWED.problem(
              "%s of %s is a %s."
                  .formatted(
                      call.handler(),
                      description.service(),
                      query ? "command: POST to it" : "query: GET it")));
    }
    if (call.caller().kind() == Caller.Kind.SERVICE
        && !isTriggered(call)
        && !Access.permits(handler.get().allow(), call.caller())) {
      return refuse(
          ProblemCode.FORBIDDEN.problem(
              "%s may not call %s of %s."
                  .formatted(call.caller().name(), call.handler(), description.service())));
    }
    Optional<String> objection = PlatformCalls.objection(call, host.settings().longestChain());
    if (objection.isPresent()) {
      return refuse(ProblemCode.CALL_CYCLE.problem("%s".formatted(objection.get())));
    }
    Call bounded = bounded(call, handler.get());
    // A message is journaled wherever it goes, so that it is handled once and can be parked.
    if (description.kind() == ServiceDescription.Kind.STATELESS
        && call.origin() == Origin.Asked.ASKED) {
      return service.get().runStateless(bounded, query);
    }
    return send(patience(bounded), replyTo -> message.of(bounded, replyTo));
  }

  /** A handler's own topic or schedule runs it, whoever else may call it; a send is a call. */
  private static boolean isTriggered(Call call) {
    return call.origin() instanceof Origin.Delivered delivered && !delivered.lane().isEmpty();
  }

  /** A handler of the platform's calls that takes too long is told of before its silence is. */
  private static Instant patience(Call call) {
    return call.origin() == Origin.Asked.ASKED ? call.deadline() : call.deadline().plus(GRACE);
  }

  /** How a call becomes a message. */
  @FunctionalInterface
  private interface Message {
    EntityMessage.Request of(Call call, ReplyPath replyTo);
  }

  /** The caller's deadline, but no later than the handler and the platform allow. */
  private Call bounded(Call call, Handler handler) {
    Duration most = handler.limits().deadline().orElse(host.settings().longestDeadline());
    Instant latest = host.clock().instant().plus(most);
    return call.deadline().isAfter(latest) ? call.withDeadline(latest) : call;
  }

  @Override
  public CompletionStage<Outcome> inspect(EntityId id, Instant deadline) {
    return hosted(id).isEmpty()
        ? notDeployed(id)
        : send(deadline, replyTo -> new EntityMessage.Inspect(id, replyTo));
  }

  @Override
  public CompletionStage<Outcome> messagesOf(EntityId id, Instant deadline) {
    return examine(id, 0, deadline);
  }

  @Override
  public CompletionStage<Outcome> parked(EntityId id, long number, Instant deadline) {
    return examine(id, number, deadline);
  }

  private CompletionStage<Outcome> examine(EntityId id, long number, Instant deadline) {
    return hosted(id).isEmpty()
        ? notDeployed(id)
        : send(deadline, replyTo -> new EntityMessage.Examine(id, number, replyTo));
  }

  @Override
  public CompletionStage<Outcome> outcomeOf(EntityId id, String key, Instant deadline) {
    return hosted(id).isEmpty()
        ? notDeployed(id)
        : send(deadline, replyTo -> new EntityMessage.Recall(id, key, replyTo));
  }

  private CompletionStage<Outcome> send(
      Instant deadline, Function<ReplyPath, EntityMessage.Request> request) {
    long left = Duration.between(host.clock().instant(), deadline).toNanos();
    return pending.start(System.nanoTime() + left, request).outcome();
  }

  private static CompletionStage<Outcome> refuse(Problem problem) {
    return CompletableFuture.completedStage(Outcome.Refused.of(problem));
  }
}
