package dev.holdfast.services.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.ReplyPath;
import dev.holdfast.services.routing.ReturnAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FailedReadTest {
  @TempDir Path data;

  @Test
  void aReadThatFailsIsAnsweredAtOnce() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("c1", "1", "k1");
      var id = new EntityId("counter", "c1");
      var told = new CompletableFuture<Outcome>();
      node.hosting
          .host()
          .residents()
          .find(id)
          .orElseThrow()
          .tell(new EntityMessage.Recall(id, "k1", new FailsFirst(told, new AtomicBoolean())));
      var refused = assertInstanceOf(Outcome.Refused.class, told.get(20, TimeUnit.SECONDS));
      assertEquals("internal", refused.problem().code());
      assertEquals("1", node.add("c1", "0", "").reply().toString(), "the instance lives on");
    }
  }

  /** Stands for whatever can fail between a validated state and its answer. */
  private record FailsFirst(CompletableFuture<Outcome> told, AtomicBoolean failed)
      implements ReplyPath {
    @Override
    public void answer(Outcome outcome) {
      if (failed.compareAndSet(false, true)) {
        throw new IllegalStateException("as asked");
      }
      told.complete(outcome);
    }

    @Override
    public void sendAgain(String why) {
      told.completeExceptionally(new AssertionError(why));
    }

    @Override
    public void sendAgainInDoubt(String why) {
      sendAgain(why);
    }

    @Override
    public boolean isWaiting() {
      return !told.isDone();
    }

    @Override
    public void arrived() {
      // Nobody sends it again.
    }

    @Override
    public Attempt attempt() {
      return EntityCoreTest.ONCE;
    }

    @Override
    public ReturnAddress returnAddress() {
      throw new AssertionError("it is for this node");
    }
  }
}
