package dev.holdfast.cli.bench;

import dev.holdfast.cli.local.Ports;
import dev.holdfast.cli.local.PostgresProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run of the bench: the servers it started, what it measured, what they must hold now.
 *
 * <p>Invariant: servers are idle but for the one that is being measured, and all of them end with
 * {@link #close}.
 */
final class Bench implements AutoCloseable {
  private static final String STATELESS = "/v1/services/constant/any/add";

  private final BenchPlan plan;
  private final PrintWriter progress;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final List<ServerProcess> servers = new ArrayList<>();
  private final Results results = new Results();
  private final List<ServerProcess> members = new ArrayList<>();
  private String asked = "";
  private long firstKey = 1;

  private Bench(BenchPlan plan, PrintWriter progress) {
    this.plan = plan;
    this.progress = progress;
  }

  static Bench start(BenchPlan plan, Path project, Path scratch, PrintWriter progress) {
    var bench = new Bench(plan, progress);
    try {
      bench.startServers(project, scratch);
      return bench;
    } catch (RuntimeException e) {
      bench.close();
      throw e;
    }
  }

  private void startServers(Path project, Path scratch) {
    say("Logs and data: " + scratch);
    boolean ownPostgres = plan.database().equals("postgresql");
    String url = plan.database();
    boolean baselineNeedsOne = plan.baselineProcesses() > 0 && !url.startsWith("jdbc:postgresql:");
    if (ownPostgres || baselineNeedsOne) {
      Path log = scratch.resolve("postgresql.log");
      var postgres =
          PostgresProcess.start(
              new PostgresProcess.Setup(project, scratch.resolve("postgresql"), log, Map.of()));
      started.push(postgres);
      url = postgres.url();
      say("PostgreSQL: fsync, synchronous_commit and full_page_writes are on.");
    }
    if (plan.nodes() > 1) {
      startMembers(url, project, scratch);
      return;
    }
    List<String> database =
        plan.database().equals("sqlite")
            ? List.of("--data", scratch.resolve("data").toString())
            : List.of("--database-url", url);
    int port = Ports.free(1).getFirst();
    Path log = scratch.resolve("holdfast.log");
    add(ServerProcess.start(ServerCommands.holdfast(database, port, project, log), port));
    if (plan.baselineProcesses() > 0) {
      int free = Ports.free(1).getFirst();
      Path output = scratch.resolve("baseline.log");
      int processes = plan.baselineProcesses();
      add(
          ServerProcess.start(
              ServerCommands.baseline(url, processes, free, project, output), free));
    }
  }

  private void startMembers(String url, Path project, Path scratch) {
    List<Integer> ports = Ports.free(2 * plan.nodes());
    for (int i = 0; i < plan.nodes(); i++) {
      int port = ports.get(2 * i);
      Path log = scratch.resolve("holdfast-" + (i + 1) + ".log");
      var command = ServerCommands.member(url, port, ports.get(2 * i + 1), project, log);
      ServerProcess server = ServerProcess.start(command, port);
      started.push(server);
      members.add(server);
    }
    servers.add(members.getFirst());
    asked = "127.0.0.1:" + ports.get(1);
    say("Only one of " + plan.nodes() + " nodes is asked.");
  }

  private void add(ServerProcess server) {
    servers.add(server);
    started.push(server);
  }

  /** Repetitions outermost, so that what drifts hits every case alike. */
  void run() throws IOException {
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      say("Repetition " + repetition + " of " + plan.repetitions());
      if (plan.nodes() > 1) {
        measureMembers();
        continue;
      }
      for (ServerProcess server : servers) {
        boolean holdfast = server.equals(servers.getFirst());
        for (Case which : plan.cases(server.name(), holdfast)) {
          measure(List.of(server), which, 0);
        }
      }
    }
  }

  /** Each closed loop, and then the same at half the rate that the largest one has reached. */
  private void measureMembers() throws IOException {
    List<Case> cases = plan.clusterCases(members.getFirst().name());
    Map<Integer, Case> largest = new TreeMap<>();
    Map<Integer, Double> reached = new TreeMap<>();
    for (Case which : cases) {
      double perSecond = measure(members, which, 0).perSecond();
      if (which.connections() >= largest.getOrDefault(which.keys(), which).connections()) {
        largest.put(which.keys(), which);
        reached.put(which.keys(), perSecond);
      }
    }
    for (Case which : largest.values()) {
      double half = reached.getOrDefault(which.keys(), 0.0) / 2;
      measure(members, which.with(Case.Work.HALF), Math.max(1, half));
    }
  }

  private Measured measure(List<ServerProcess> measured, Case which, double perSecond)
      throws IOException {
    long before = measured.stream().mapToLong(ServerProcess::cpuNanos).sum();
    Measured reached =
        Generator.run(
            new Load(
                measured.getFirst().address(),
                requests(which),
                which.connections(),
                plan.warmed(),
                plan.measured(),
                perSecond,
                asked));
    long calls = Math.max(1, reached.acknowledged() + reached.errors());
    long after = measured.stream().mapToLong(ServerProcess::cpuNanos).sum();
    double micros = (after - before) / 1e3 / calls;
    add(which, reached, micros);
    if (reached.here().count() + reached.elsewhere().count() > 0) {
      add(which.with(which.work().here()), reached.only(reached.here()), micros);
      add(which.with(which.work().elsewhere()), reached.only(reached.elsewhere()), micros);
    }
    return reached;
  }

  private void add(Case which, Measured measured, double micros) {
    results.add(which, new Results.Run(measured, micros));
    say(
        String.format(
            Locale.ROOT,
            "  %-9s %-17s %4d keys %4d connections: %6.0f/s, p50 %.2f ms, p99 %.2f ms, %d errors",
            which.server(),
            which.work().title(),
            which.keys(),
            which.connections(),
            measured.perSecond(),
            measured.latencies().percentileMillis(0.5),
            measured.latencies().percentileMillis(0.99),
            measured.errors()));
  }

  private Requests requests(Case which) {
    String path = "/v1/services/counter/" + which.prefix() + "*/add";
    return switch (which.work()) {
      case LIVE -> Requests.get("/health/live");
      case STATELESS -> Requests.post(STATELESS, 1, "1");
      case ADD, ADD_HERE, ADD_ELSEWHERE, HALF, HALF_HERE, HALF_ELSEWHERE -> {
        if (!plan.idempotencyKeys()) {
          yield Requests.post(path, which.keys(), "1");
        }
        // Far enough apart that no case reaches the keys of the next one.
        firstKey += 1_000_000_000L;
        yield Requests.unique(path, which.keys(), "1", firstKey);
      }
    };
  }

  Results results() {
    return results;
  }

  String baselineName() {
    return servers.size() > 1 ? servers.getLast().name() : "";
  }

  /** Reads every counter over HTTP: the sum is what was acknowledged, or up to the unknown more. */
  boolean everyAcknowledgedCallIsThere() {
    boolean all = true;
    for (ServerProcess server : servers) {
      Map<Integer, long[]> perKeys = new TreeMap<>();
      for (Case which : results.cases()) {
        if (which.server().equals(server.name()) && which.work().adds()) {
          long[] sums = perKeys.computeIfAbsent(which.keys(), _ -> new long[2]);
          sums[0] += results.sum(which, Measured::acknowledged);
          sums[1] += results.sum(which, Measured::unknown);
        }
      }
      for (Map.Entry<Integer, long[]> entry : perKeys.entrySet()) {
        all &= check(server, entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
      }
    }
    return all;
  }

  private boolean check(ServerProcess server, int keys, long acknowledged, long unknown) {
    long sum = 0;
    for (int key = 0; key < keys; key++) {
      String value = server.get("/v1/services/counter/of" + keys + "-" + key + "/value").strip();
      sum += value.isEmpty() ? 0 : Long.parseLong(value);
    }
    boolean right = sum >= acknowledged && sum <= acknowledged + unknown;
    say(
        server.name()
            + ", "
            + keys
            + " keys: sum "
            + sum
            + ", acknowledged "
            + acknowledged
            + ", unknown "
            + unknown
            + (right ? ": right" : ": WRONG"));
    return right;
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        say("could not stop: " + e.getMessage());
      }
    }
  }
}
