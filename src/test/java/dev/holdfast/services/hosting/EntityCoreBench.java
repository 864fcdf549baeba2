package dev.holdfast.services.hosting;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.services.Call;
import dev.holdfast.services.messages.MessageRules;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the rules of an entity cost for one command, with and without an idempotency key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EntityCoreBench {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final CounterRuntime runtime = new CounterRuntime("counter", "v1");
  private final EntityCore core =
      new EntityCore(
          new EntityId("counter", "c1"),
          runtime,
          new Inbox.Window(1_000, Duration.ofHours(1), 1_000),
          new MessageRules(0, 10),
          "here");
  private final Call plain = EntityCoreTest.call("add", "1", "");
  private EntityState state = core.empty();
  private int keys;

  @Benchmark
  public EntityState withoutKey() throws Exception {
    return decide(plain);
  }

  @Benchmark
  public EntityState withKey() throws Exception {
    return decide(EntityCoreTest.call("add", "1", "key-" + keys++));
  }

  private EntityState decide(Call call) throws Exception {
    if (!(core.admit(state, call, EntityCoreTest.ONCE) instanceof EntityCore.Admission.New)) {
      throw new IllegalStateException("every call is new");
    }
    Decision decision = runtime.decide(state.function(), invocation(call));
    var write =
        (EntityCore.Conclusion.Write)
            core.conclude(
                state, call, EntityCore.causeOf(call, EntityCoreTest.ONCE), decision, NOW);
    state = write.next();
    return state;
  }

  private Invocation invocation(Call call) {
    return new Invocation(
        call.target(),
        call.handler(),
        call.argument(),
        state.sequence(),
        NOW,
        call.deadline(),
        call.caller(),
        (target, handler, argument) -> {
          throw new IllegalStateException("no calls here");
        });
  }
}
