package dev.holdfast.cli.faults.load;

import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Action.OfBank;
import dev.holdfast.cli.faults.check.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Transfers between a hundred accounts, some of which are closed at times, and claims of what is
 * held for its receiver: about as many before the timer returns it as after, many of them right
 * then.
 */
final class BankMix implements Mix {
  static final int ACCOUNTS = 100;
  static final String ACCOUNT = "bank-account/";
  static final String PENDING = "bank-pending/t";
  private static final String MIRROR = "bank-mirror/";

  private static final double KEYED = 0.6;
  private static final double CLOSES = 0.01;
  private static final double OPENS = 0.04;
  private static final double HELD = 0.15;
  private static final int MOST_CENTS = 100;

  /** As {@code bench/faults/java/Pending.java} has it. */
  private static final double PATIENCE_SECONDS = 3;

  private static final double RACE_SECONDS = 0.1;

  private final Random random;
  private final int nodes;
  private final LongSupplier nanos;
  private final PriorityQueue<DueClaim> claims =
      new PriorityQueue<>(Comparator.comparingLong(DueClaim::at));
  private long nextId = 1;

  private record DueClaim(long id, long at) {}

  /**
   * Draws from a seed.
   *
   * @param nanos the clock of the run: what is held is claimed when it is time
   */
  BankMix(long seed, int nodes, LongSupplier nanos) {
    this.random = new Random(seed);
    this.nodes = nodes;
    this.nanos = nanos;
  }

  /** The same in all phases. */
  @Override
  public List<String> entities(String phase) {
    List<String> all = new ArrayList<>();
    if (phase.equals("p0")) {
      for (int number = 0; number < ACCOUNTS; number++) {
        all.add(ACCOUNT + account(number));
        all.add(MIRROR + account(number));
      }
    }
    return all;
  }

  private static String account(int number) {
    return "a" + number;
  }

  @Override
  public void phase(String name) {
    // The bank knows no phases: a fault meets what the one before it has left.
  }

  @Override
  public synchronized Drawn next() {
    DueClaim due = claims.peek();
    if (due != null && due.at() <= nanos.getAsLong()) {
      claims.remove();
      return drawn(PENDING + due.id(), new OfBank.Claim(due.id()), "c" + due.id());
    }
    String account = ACCOUNT + account(random.nextInt(ACCOUNTS));
    double chance = random.nextDouble();
    if (chance < CLOSES + OPENS) {
      return drawn(account, new OfBank.Close(chance < CLOSES), "");
    }
    long id = nextId++;
    String to = account(random.nextInt(ACCOUNTS));
    long cents = 1L + random.nextInt(MOST_CENTS);
    boolean held = random.nextDouble() < HELD;
    return drawn(account, new OfBank.Transfer(id, to, cents, held), "t" + id);
  }

  private Drawn drawn(String entity, Action action, String key) {
    String used = random.nextDouble() < KEYED ? key : "";
    return new Drawn(entity, action, used, 1 + random.nextInt(nodes), random.nextLong());
  }

  /** What is held is claimed later, once, whether it is known to be held or not. */
  @Override
  public synchronized void saw(Drawn drawn, Outcome outcome) {
    if (!(drawn.action() instanceof OfBank.Transfer(long id, _, _, boolean held)) || !held) {
      return;
    }
    boolean perhaps = outcome instanceof Outcome.Done || outcome instanceof Outcome.Unknown;
    if (perhaps && claims.stream().noneMatch(claim -> claim.id() == id)) {
      claims.add(new DueClaim(id, nanos.getAsLong() + (long) (delaySeconds(drawn) * 1e9)));
    }
  }

  private static double delaySeconds(Drawn drawn) {
    // Its caller draws from the seed itself.
    var own = new Random(~drawn.seed());
    return own.nextBoolean()
        ? own.nextDouble() * 2 * PATIENCE_SECONDS
        : PATIENCE_SECONDS + (own.nextDouble() - 0.5) * RACE_SECONDS;
  }
}
