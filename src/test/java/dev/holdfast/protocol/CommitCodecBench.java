package dev.holdfast.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

/** What a commit costs on its way into the journal and out of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommitCodecBench {
  private static final Commit COMMIT =
      new Commit(
          Optional.of(new Cause(Cause.Kind.IDEMPOTENCY_KEY, "order-17", 4711)),
          "add",
          List.of(new EventData("Added", 1, Json.of("{\"amount\":1}"))),
          Json.of("42"),
          Caller.ANONYMOUS,
          Instant.ofEpochSecond(1_760_000_000, 123_456_000),
          "9f3c2ab01d",
          Outbox.EMPTY,
          Optional.empty());

  private static final byte[] WRITTEN = CommitCodec.write(COMMIT);

  @Benchmark
  public byte[] write() {
    return CommitCodec.write(COMMIT);
  }

  @Benchmark
  public Commit read() {
    return CommitCodec.read(WRITTEN);
  }
}
