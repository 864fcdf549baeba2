package dev.holdfast.journal.pekko;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.runtime.BoxedUnit;

/** Scala's form of a stage, completed on the thread that completes the stage: no hop, no pool. */
final class ScalaFutures {
  private ScalaFutures() {}

  static <T, R> Future<R> of(CompletionStage<T> stage, Function<? super T, ? extends R> result) {
    Promise<R> promise = Promise$.MODULE$.apply();
    stage.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            promise.tryFailure(cause(failure));
            return;
          }
          try {
            promise.trySuccess(result.apply(value));
          } catch (RuntimeException e) {
            promise.tryFailure(e);
          }
        });
    return promise.future();
  }

  static Future<BoxedUnit> done(CompletionStage<?> stage) {
    return of(stage, any -> BoxedUnit.UNIT);
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
