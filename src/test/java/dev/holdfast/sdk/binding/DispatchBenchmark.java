package dev.holdfast.sdk.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.binding.json.JsonLimits;
import dev.holdfast.sdk.examples.Cart;
import dev.holdfast.sdk.examples.Counter;
import dev.holdfast.sdk.examples.WeatherStation;
import java.util.List;
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

/**
 * What the binding costs for each command, beside the handler itself. Run by hand: {@code java -cp
 * … org.openjdk.jmh.Main DispatchBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DispatchBenchmark {
  private static final byte[] LINE =
      "{\"sku\":\"jasmine tea\",\"quantity\":2,\"cents\":350}".getBytes(UTF_8);
  private static final byte[] OBSERVATION =
      "{\"time\":\"2026-01-31T10:00:00Z\",\"celsius\":-3.5,\"rainMillimetres\":0.25}"
          .getBytes(UTF_8);
  private static final byte[] AMOUNT = {'3'};
  private static final byte[] ADDED = "{\"amount\":3}".getBytes(UTF_8);

  private final List<ServiceBinding> services =
      new Binder(Capabilities.ALL, JsonLimits.DEFAULT)
          .bind(List.of(Counter.class, Cart.class, WeatherStation.class));
  private final ServiceBinding counter = services.getFirst();
  private final HandlerBinding add = counter.handler("add").orElseThrow();
  private final HandlerBinding addItem = services.get(1).handler("addItem").orElseThrow();
  private final HandlerBinding observe = services.get(2).handler("observe").orElseThrow();
  private final Object line = addItem.readArgument(LINE);
  private final FixedContext context = new FixedContext("c1");
  private final Counter state = new Counter(1000);

  /** The method handle and the handler, without JSON. */
  @Benchmark
  public Object dispatch() throws Throwable {
    return add.invoke(state, 3, context);
  }

  /** All of a command: read its argument, handle, write the event, fold it, write the reply. */
  @Benchmark
  public Object command() {
    return counter.decide(state, add, add.readArgument(AMOUNT), context);
  }

  /** One event of a recovery. */
  @Benchmark
  public Object fold() {
    return counter.fold(state, "Added", 1, ADDED);
  }

  @Benchmark
  public Object readRecord() {
    return addItem.readArgument(LINE);
  }

  @Benchmark
  public Object readRecordWithTime() {
    return observe.readArgument(OBSERVATION);
  }

  @Benchmark
  public Object writeRecord() {
    return addItem.argument().orElseThrow().encode(line);
  }

  /** A typed call, of which the handler's name is known after the first time. */
  @Benchmark
  public Object typedCall() {
    return Call.query(Counter.class, "anna", Counter::value);
  }
}
