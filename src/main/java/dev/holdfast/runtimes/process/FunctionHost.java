package dev.holdfast.runtimes.process;

import dev.holdfast.runtimes.process.confinement.Confinement;
import dev.holdfast.runtimes.process.confinement.Users;
import dev.holdfast.runtimes.process.limits.Watch;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all processes of functions of a node share: the walls around them, the users they run as,
 * the watch over what they use, and the thread that starts them.
 *
 * <p>Nothing of it is there before the first function is: a node with Java services only has no use
 * for it.
 */
public final class FunctionHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionHost.class);

  /** What the end of a process takes at most, its cleaning up included. */
  private static final Duration ENDING = Duration.ofSeconds(4);

  private final ProcessSettings settings;
  private final ProcessCounters counters = new ProcessCounters();
  private final Map<Path, Prepared> prepared = new ConcurrentHashMap<>();
  private @Nullable Started started;

  /**
   * What is there from the first function on.
   *
   * @param starter one thread that lives as long as the node: a process that asked for it is ended
   *     by the kernel when the thread that started it ends
   */
  private record Started(
      Confinement confinement, Optional<Users> users, Watch watch, ExecutorService starter) {}

  public FunctionHost(ProcessSettings settings) {
    this.settings = settings;
  }

  ProcessSettings settings() {
    return settings;
  }

  public ProcessCounters counters() {
    return counters;
  }

  private synchronized @Nullable Started begun() {
    return started;
  }

  private synchronized Started started() throws IOException, InterruptedException {
    Started now = started;
    if (now == null) {
      Confinement confinement = Confinement.find(settings.confinement(), settings.limits());
      Optional<Users> users =
          confinement.hasUsers()
              ? Users.claim(settings.confinement(), settings.sockets())
              : Optional.empty();
      if (users.isEmpty() && confinement.hasUsers()) {
        LOG.warn("All users of holdfast.runtimes.process.confinement are in use by other nodes");
        confinement = confinement.withoutUsers();
      }
      LOG.info("Functions run behind: {}", confinement.told());
      now =
          new Started(
              confinement,
              users,
              new Watch(settings.limits()),
              Executors.newSingleThreadExecutor(
                  Thread.ofPlatform().daemon().name("function-starter").factory()));
      started = now;
    }
    return now;
  }

  Confinement confinement() throws IOException, InterruptedException {
    return started().confinement();
  }

  Watch watch() throws IOException, InterruptedException {
    return started().watch();
  }

  /** Tried once for each folder: the next version of its code is shut in as this one. */
  Prepared prepare(FunctionCode code) throws IOException, InterruptedException {
    Prepared known = prepared.get(code.folder());
    if (known != null && known.code().language() == code.language()) {
      return known.with(code);
    }
    Prepared tried = Prepared.of(code, this);
    prepared.put(code.folder(), tried);
    return tried;
  }

  /** Whom a process runs as: one of its own, or the user of the node. */
  OptionalInt takeUser(Prepared which) throws NoAnswer, IOException, InterruptedException {
    Optional<Users> users = started().users();
    if (!which.confinement().hasUsers() || users.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt user = users.get().take();
    if (user.isEmpty()) {
      throw new NoAnswer(
          which.code().name() + " cannot be started: this node runs too many processes");
    }
    return user;
  }

  void giveBack(OptionalInt user) {
    Started now = begun();
    if (user.isPresent() && now != null) {
      now.users().ifPresent(users -> users.giveBack(user.getAsInt()));
    }
  }

  Process launch(ProcessBuilder builder) throws IOException, InterruptedException {
    try {
      return started().starter().submit(builder::start).get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e : e.getCause());
    }
  }

  /** When all versions have been closed: whatever runs still is ended with its starter. */
  @Override
  public void close() {
    Started now = begun();
    if (now != null) {
      try {
        if (!now.watch().awaitNobody(ENDING)) {
          LOG.warn("Functions still run; they are killed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      now.watch().close();
      now.starter().shutdown();
      now.users().ifPresent(Users::close);
    }
  }
}
