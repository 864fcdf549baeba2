package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.junit.jupiter.api.Test;

class SliceLeaseTest {
  private static final long TAKE_BACK_MILLIS = 50;

  private final MadeUpSlices slices = new MadeUpSlices();
  private final AtomicInteger told = new AtomicInteger();

  private static SliceLease lease(SliceClaims.Slices slices) {
    return new SliceLease(
        LeaseSettings.apply(
            ConfigFactory.parseString("take-back-after = " + TAKE_BACK_MILLIS + "ms")
                .withFallback(ConfigFactory.load().getConfig("pekko.coordination.lease")),
            "holdfast-shard-services-7",
            "node"),
        slices);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void aShardIsToldOnceThatItsSliceIsGone() {
    SliceLease lease = lease(slices);
    assertFalse(lease.checkLease());
    assertTrue(get(lease.acquire(reason -> told.incrementAndGet())));
    assertTrue(lease.checkLease());
    slices.loseAll();
    assertFalse(lease.checkLease());
    assertEquals(1, told.get());
    slices.loseAll();
    assertEquals(1, told.get());
  }

  @Test
  void aSliceLostBeforeTheShardHearsThatItHasItIsTold() {
    SliceLease lease = lease(slices);
    slices.loseTheNextAtOnce();
    assertTrue(get(lease.acquire(reason -> told.incrementAndGet())), "not tried again at once");
    assertEquals(1, told.get());
    assertFalse(lease.checkLease());
  }

  @Test
  void aShardWhoseSliceLeftAndCameBackIsTold() {
    SliceLease lease = lease(slices);
    get(lease.acquire(reason -> told.incrementAndGet()));
    get(slices.claim(7));
    assertFalse(lease.checkLease(), "held, but at another epoch");
    slices.listeners.forEach(listener -> listener.accept(Set.of(7)));
    assertEquals(1, told.get());
  }

  @Test
  void theNextIncarnationOfTheShardIsToldOfItsOwnLossOnly() {
    SliceLease lease = lease(slices);
    var next = new AtomicInteger();
    get(lease.acquire(reason -> told.incrementAndGet()));
    get(lease.release());
    assertFalse(lease.checkLease());
    slices.loseAll();
    assertEquals(0, told.get(), "a shard that released its lease has stopped");
    get(lease.acquire(reason -> next.incrementAndGet()));
    slices.loseAll();
    assertEquals(0, told.get());
    assertEquals(1, next.get());
    assertEquals(1, slices.listeners.size(), "one lease listens once");
  }

  @Test
  void aSliceThatWasTakenIsNotTakenBackAtOnce() {
    SliceLease lease = lease(slices);
    get(lease.acquire(reason -> told.incrementAndGet()));
    long lost = System.nanoTime();
    slices.loseAll();
    CompletionStage<Boolean> again = lease.acquire(reason -> told.incrementAndGet());
    assertTrue(get(again));
    assertTrue(System.nanoTime() - lost >= TimeUnit.MILLISECONDS.toNanos(TAKE_BACK_MILLIS));
    assertEquals(2, slices.claims.get());
    assertTrue(lease.checkLease());
  }

  @Test
  void aShardThatHasStoppedMeanwhileDoesNotTakeItsSliceBack() {
    SliceLease lease = lease(slices);
    get(lease.acquire(reason -> told.incrementAndGet()));
    slices.loseAll();
    CompletionStage<Boolean> again = lease.acquire(reason -> told.incrementAndGet());
    get(lease.release());
    assertThrows(CompletionException.class, () -> get(again));
    assertEquals(1, slices.claims.get(), "it would be stolen from the shard's new home");
    assertFalse(lease.checkLease());
  }

  @Test
  void onlyTheLatestIncarnationTakesItsSliceBack() {
    SliceLease lease = lease(slices);
    get(lease.acquire(reason -> told.incrementAndGet()));
    slices.loseAll();
    CompletionStage<Boolean> former = lease.acquire(reason -> told.incrementAndGet());
    CompletionStage<Boolean> latest = lease.acquire(reason -> told.incrementAndGet());
    assertTrue(get(latest));
    assertThrows(CompletionException.class, () -> get(former));
    assertEquals(2, slices.claims.get());
    assertTrue(lease.checkLease());
  }

  @Test
  void aClaimThatIsAnsweredAfterTheShardHasStoppedIsHeldByNobody() {
    SliceLease lease = lease(slices);
    slices.answersLate();
    CompletionStage<Boolean> claim = lease.acquire(reason -> told.incrementAndGet());
    get(lease.release());
    slices.answer();
    assertThrows(CompletionException.class, () -> get(claim));
    assertFalse(lease.checkLease());
    slices.loseAll();
    assertEquals(0, told.get());
  }

  @Test
  void otherSlicesThatAreLostLeaveTheShardAlone() {
    SliceLease lease = lease(slices);
    get(lease.acquire(reason -> told.incrementAndGet()));
    slices.listeners.forEach(listener -> listener.accept(Set.of(6, 8)));
    assertEquals(0, told.get());
    assertTrue(lease.checkLease());
  }

  @Test
  void ofTwoNodesOnOneDatabaseTheFormerOwnerIsToldWhileItIsIdle() throws Exception {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start()) {
      var settings =
          JournalSettings.read(
              ConfigFactory.parseString(
                      "holdfast.journal.url = \""
                          + postgres.getJdbcUrl("postgres", "postgres")
                          + "\", holdfast.journal.confirm-interval = 100 ms")
                  .withFallback(ConfigFactory.parseResources("settings/journal.conf"))
                  .resolve());
      try (Journal first = Journal.open(settings);
          Journal second = Journal.open(settings)) {
        SliceLease former = lease(SliceClaims.of(first).slices());
        SliceLease latter = lease(SliceClaims.of(second).slices());
        var lost = new CountDownLatch(1);
        assertTrue(get(former.acquire(reason -> lost.countDown())));
        assertTrue(former.checkLease());
        assertTrue(get(latter.acquire(reason -> told.incrementAndGet())));
        assertTrue(lost.await(20, TimeUnit.SECONDS));
        assertFalse(former.checkLease());
        assertTrue(latter.checkLease());
        assertEquals(0, told.get());
      }
    }
  }
}
