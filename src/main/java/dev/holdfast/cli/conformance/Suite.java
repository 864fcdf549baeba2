package dev.holdfast.cli.conformance;

import dev.holdfast.cli.conformance.reference.ReferenceChecks;
import dev.holdfast.cli.conformance.wire.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * All checks of one function, in their order: of HTTP, of what it says about itself, and if that
 * can be relied on, of what follows from it and of the reference services.
 */
final class Suite {
  private final Function function;
  private final Schemas schemas = new Schemas();
  private final Duration patience;
  private final Predicate<Check> wanted;
  private final BiConsumer<Check, Verdict> heard;

  /**
   * @param patience for one check
   * @param wanted which checks are made
   * @param heard is told of each check when it is done
   */
  Suite(
      Transport transport,
      Duration patience,
      Predicate<Check> wanted,
      BiConsumer<Check, Verdict> heard) {
    this.function = new Function(transport);
    this.patience = patience;
    this.wanted = wanted;
    this.heard = heard;
  }

  /**
   * @param referenceDemanded whether the reference services have to be there
   */
  void run(boolean referenceDemanded) {
    var discover = new DiscoverChecks(function, schemas);
    run(new HttpChecks(function, schemas).all());
    run(discover.all());
    Optional<Described> described = discover.described();
    if (described.isEmpty()) {
      var rest =
          new Check(
              "all other checks",
              () -> {
                throw new NotHere("nothing can be made of what discover says");
              });
      run(List.of(rest));
      return;
    }
    run(rest(described.get(), referenceDemanded));
  }

  private List<Check> rest(Described described, boolean referenceDemanded) {
    var checks = new ArrayList<Check>();
    checks.addAll(new RefusalChecks(function, schemas).all());
    for (Described.Service service : described.services()) {
      checks.addAll(new ServiceChecks(function, schemas, service).all());
      for (Described.Handler handler : service.handlers()) {
        checks.addAll(new DecideChecks(function, schemas, handler).all());
      }
    }
    checks.addAll(new StateChecks(function, described).all());
    checks.addAll(new ReferenceChecks(function, described, referenceDemanded).all());
    return checks;
  }

  private void run(List<Check> checks) {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Check check : checks) {
        if (wanted.test(check)) {
          heard.accept(check, verdict(thread.submit(check::verdict)));
        }
      }
    }
  }

  private Verdict verdict(Future<Verdict> running) {
    try {
      return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      return new Verdict.Failed(
          "the requests of this check", "answers within " + patience.toSeconds() + " s", "none");
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      return new Verdict.Skipped("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
