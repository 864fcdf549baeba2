package dev.holdfast.runtimes.process;

import dev.holdfast.runtimes.remote.Endpoint;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The processes of one version of a function on this node, and what becomes of a request that one
 * of them dies over.
 *
 * <pre>
 *   its process ──dies──► the next in its place ──dies──► one apart, alone ──dies──► given up
 * </pre>
 *
 * <p>Invariant: a request that kills whatever it meets kills two processes that others are asked
 * along; the third is met by nobody but those that two have died over, one at a time, so that it is
 * known which of them it was.
 */
final class ProcessPool implements Endpoint {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A connection that ended is asked for again so often: deciding does nothing. */
  private static final int TRIES = 5;

  private static final int SUSPECT = 2;

  private final FunctionCode code;
  private final FunctionHost host;
  private final List<Slot> slots = new ArrayList<>();
  private final Slot apart;
  private final Semaphore alone = new Semaphore(1);
  private final AtomicInteger demand = new AtomicInteger();
  private final CountDownLatch stopping = new CountDownLatch(1);

  ProcessPool(Prepared prepared, FunctionHost host) {
    this.code = prepared.code();
    this.host = host;
    for (int i = 0; i < host.settings().processes(); i++) {
      slots.add(new Slot(prepared, host, stopping));
    }
    this.apart = new Slot(prepared, host, stopping);
    host.counters().add(this);
    Thread.ofVirtual().name("function-idle-" + code.name()).start(this::lookAfter);
  }

  String name() {
    return code.name();
  }

  /** Requests in work, and those that wait. */
  int demand() {
    return demand.get();
  }

  private Slot slot(int affinity) {
    return slots.get(Math.floorMod(affinity, slots.size()));
  }

  @Override
  public long incarnation(int affinity) {
    return slot(affinity).incarnation();
  }

  @Override
  public Answer ask(Request request) throws NoAnswer, InterruptedException {
    demand.incrementAndGet();
    try {
      Slot slot = slot(request.affinity());
      int deaths = 0;
      IOException last = new IOException("never asked");
      for (int i = 0; i < TRIES && deaths < SUSPECT; i++) {
        FunctionProcess process = slot.running();
        try {
          return once(process, request);
        } catch (IOException e) {
          last = e;
          deaths += process.ends() ? 1 : 0;
        }
      }
      if (deaths < SUSPECT) {
        throw new NoAnswer("%s: %s".formatted(code.name(), last.getMessage()), last);
      }
      return alone(request);
    } finally {
      demand.decrementAndGet();
    }
  }

  private Answer alone(Request request) throws NoAnswer, InterruptedException {
    alone.acquire();
    try {
      FunctionProcess process = apart.running();
      try {
        return once(process, request);
      } catch (IOException e) {
        process.ends();
        host.counters().poisoned();
        throw new NoAnswer(
            ("%s: %d processes ended over this request, the last one alone with it%s; it is not"
                    + " asked again")
                .formatted(code.name(), SUSPECT + 1, process.why()),
            e);
      }
    } finally {
      alone.release();
    }
  }

  private Answer once(FunctionProcess process, Request request)
      throws IOException, NoAnswer, InterruptedException {
    try {
      SocketHttp.Response response = process.post("/holdfast/v1/" + request.path(), request.body());
      if (response.status() == 200) {
        return new Answer(response.body(), process.incarnation());
      }
      throw new NoAnswer("%d: %s".formatted(response.status(), response.body()));
    } catch (SocketHttp.NoHttp e) {
      // It would say the same again.
      throw new NoAnswer("%s: %s".formatted(code.name(), e.getMessage()), e);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("the deadline has passed");
      }
      throw e;
    }
  }

  private void lookAfter() {
    try {
      do {
        for (int i = 0; i < slots.size(); i++) {
          if (i < host.settings().warm()) {
            slots.get(i).keepWarm();
          } else {
            slots.get(i).stopIfIdle();
          }
        }
        apart.stopIfIdle();
      } while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    slots.forEach(Slot::stop);
    apart.stop();
    host.counters().remove(this);
  }
}
