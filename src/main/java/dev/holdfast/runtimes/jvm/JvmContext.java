package dev.holdfast.runtimes.jvm;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Rejected;
import dev.holdfast.sdk.Settings;
import dev.holdfast.sdk.binding.Capability;
import dev.holdfast.sdk.binding.HandlerFailed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What a handler may know, read from the invocation it is called with. */
record JvmContext(Invocation invocation, CallCodecs codecs) implements Context {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String id() {
    return invocation.id().id();
  }

  @Override
  public Instant now() {
    return invocation.now();
  }

  @Override
  public long sequence() {
    return invocation.sequence();
  }

  @Override
  public Caller caller() {
    var caller = invocation.caller();
    Caller.Kind kind =
        switch (caller.kind()) {
          case ANONYMOUS -> Caller.Kind.ANONYMOUS;
          case USER -> Caller.Kind.USER;
          case SERVICE -> Caller.Kind.SERVICE;
          case OPERATOR -> Caller.Kind.OPERATOR;
        };
    return new Caller(kind, caller.name(), caller.roles());
  }

  @Override
  public Instant deadline() {
    return invocation.deadline();
  }

  @Override
  public <R> R call(Call<R> call) {
    var target = new EntityId(call.service(), call.id());
    var argument = Json.wrap(codecs.argument(call));
    return switch (invocation.calls().call(target, call.handler(), argument)) {
      case Calls.Result.Replied(Json reply) -> reply(call, reply.utf8());
      case Calls.Result.Refused(Problem problem) -> refused(call, problem);
    };
  }

  // The handler's signature says R; Void has no value but null.
  @SuppressWarnings({"unchecked", "NullAway"})
  private <R> R reply(Call<R> call, byte[] reply) {
    return (R) codecs.reply(call, reply).orElse(null);
  }

  private <R> R refused(Call<R> call, Problem problem) {
    int slash = problem.code().indexOf('/');
    if (slash > 0) {
      throw new Rejected(
          problem.code().substring(0, slash),
          problem.code().substring(slash + 1),
          problem.status(),
          problem.detail());
    }
    if (problem.code().equals(ProblemCode.NOTHING_THERE.code())) {
      // A query of another service that found nothing: an empty Optional, as if it was here.
      return reply(call, NULL);
    }
    if (problem.kind() == Problem.Kind.CALLER
        && !problem.code().equals(ProblemCode.CALL_CYCLE.code())) {
      // The caller of a wrong call is this handler, not whoever called it: a bug in the service.
      throw new IllegalArgumentException(
          call
              + " was refused: "
              + problem.code()
              + " "
              + problem.pointer()
              + " "
              + problem.detail());
    }
    throw new CallRefused(problem);
  }

  @Override
  public <T> T predict(String model, Object input, Class<T> output) {
    throw HandlerFailed.notYet(invocation.handler(), Capability.PREDICTIONS);
  }

  @Override
  public <T extends Settings> T settings(Class<T> type) {
    throw HandlerFailed.notYet(invocation.handler(), Capability.SETTINGS);
  }
}
