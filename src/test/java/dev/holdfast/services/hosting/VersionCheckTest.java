package dev.holdfast.services.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.services.Call;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance whose last commit is of another version than the one that would run now. */
@Timeout(60)
class VersionCheckTest {
  @TempDir private Path data = Path.of("");

  @Test
  void anInstanceWritesNothingUntilItsVersionIsConfirmed() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      var current = new AtomicBoolean();
      var asked = new AtomicInteger();
      node.hosting.confirmVersions(
          (_, _) -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(current.get());
          });
      assertEquals("v1", node.add("c1", "1", "").version(), "nobody is asked of a first commit");
      assertEquals("v1", node.add("c1", "1", "").version(), "nor of the same version");
      assertEquals(0, asked.get());

      node.hosting.deploy(Deployed.of(List.of(new CounterRuntime("counter", "v2"))));
      // One that is still there may handle what comes before it has left, as it always did.
      while (node.hosting.residents() > 0) {
        Thread.sleep(5);
      }
      Call call = TestNode.call("c1", "add", "1", "");
      CompletableFuture<Outcome> waiting = node.send(call);
      assertThrows(TimeoutException.class, () -> waiting.get(1, TimeUnit.SECONDS));
      assertFalse(asked.get() == 0);

      current.set(true);
      waiting.get(10, TimeUnit.SECONDS);
      Outcome.Replied last = node.add("c1", "0", "");
      assertEquals("v2", last.version());
      assertEquals("3", last.reply().toString());
    }
  }
}
