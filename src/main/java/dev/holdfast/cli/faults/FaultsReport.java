package dev.holdfast.cli.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.faults.bank.BankSummary;
import dev.holdfast.cli.faults.check.Breach;
import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.check.Outcome;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run came to, as a table for people or as JSON for programs. */
final class FaultsReport {
  private static final int BREACHES_SHOWN = 20;
  private static final int BREACH_CHARACTERS = 600;

  private final FaultsResult result;
  private final List<Row> rows = new ArrayList<>();

  /** All that is told of one kind of fault, or of the whole run. */
  private record Row(
      String fault,
      int times,
      Counts counts,
      long fenced,
      Duration max,
      Duration p99,
      Duration healed,
      long breaches) {}

  private record Counts(long ok, long failed, long unknown) {
    static Counts of(List<Operation> operations) {
      long failed = operations.stream().filter(o -> o.outcome() instanceof Outcome.Failed).count();
      long unknown =
          operations.stream().filter(o -> o.outcome() instanceof Outcome.Unknown).count();
      return new Counts(operations.size() - failed - unknown, failed, unknown);
    }

    long all() {
      return ok + failed + unknown;
    }
  }

  FaultsReport(FaultsResult result) {
    this.result = result;
    Map<String, List<Episode>> byFault = new LinkedHashMap<>();
    result.episodes().stream()
        .sorted(Comparator.comparing(Episode::fault))
        .forEach(one -> byFault.computeIfAbsent(one.fault(), _ -> new ArrayList<>()).add(one));
    byFault.forEach((fault, episodes) -> rows.add(row(fault, episodes)));
  }

  private Row row(String fault, List<Episode> episodes) {
    List<Operation> own =
        result.history().stream()
            .filter(operation -> episodes.stream().anyMatch(one -> one.has(operation)))
            .toList();
    List<Unavailability> silences =
        episodes.stream().map(one -> Unavailability.of(one, result.history())).toList();
    return new Row(
        fault,
        episodes.size(),
        Counts.of(own),
        episodes.stream().mapToLong(Episode::fenced).sum(),
        longest(silences.stream().map(Unavailability::max).toList()),
        longest(silences.stream().map(Unavailability::p99).toList()),
        longest(
            episodes.stream()
                .map(one -> Duration.ofNanos(one.healed().orElse(one.mended()) - one.mended()))
                .toList()),
        result.breaches().stream()
            .filter(breach -> episodes.stream().anyMatch(one -> isOf(breach, one)))
            .count());
  }

  private static boolean isOf(Breach breach, Episode episode) {
    return Episode.phaseOf(breach.entity()).equals(episode.phase());
  }

  private static Duration longest(List<Duration> all) {
    return all.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  void print(PrintStream out) {
    var table =
        new Table(
            "fault",
            "times",
            "calls",
            "ok",
            "fail",
            "unknown",
            "fenced",
            "silent max",
            "p99",
            "healed in",
            "breaches");
    rows.forEach(row -> add(table, row));
    add(table, total());
    table.print(out);
    out.println();
    out.print(Unavailability.DEFINITION);
    out.println(
        "Fenced: batches of an owner that had lost a slice, kept out by the database's fence.");
    out.println("Healed in: until the last 5 calls through each node were ok, after the fault.");
    out.println();
    result.left().forEach((fault, why) -> out.println("left out: " + fault + ": " + why));
    if (!result.undecided().isEmpty()) {
      out.println("undecided: the order of " + result.undecided());
    }
    result.bank().ifPresent(out::println);
    String language = result.plan().language().word();
    out.println(
        "nodes on %s; services in %s; %d commits"
            .formatted(result.network(), language, result.commits()));
    printBreaches(out);
    out.println("the same again: " + result.plan().command());
  }

  private void printBreaches(PrintStream out) {
    result.breaches().stream()
        .limit(BREACHES_SHOWN)
        .map(Breach::toString)
        .map(text -> text.substring(0, Math.min(text.length(), BREACH_CHARACTERS)))
        .forEach(text -> out.println("BREACH " + text));
    int more = result.breaches().size() - BREACHES_SHOWN;
    if (more > 0) {
      out.println("BREACH ... and " + more + " more");
    }
    out.println(verdict());
  }

  /** One line that says what to think of it. */
  String verdict() {
    String found = result.breaches().size() + " breaches";
    return result
        .plan()
        .unsafe()
        .map(
            control ->
                result.kept()
                    ? "NOT SEEN: the run with --unsafe " + control.word() + " found nothing"
                    : found + ", as it must be with --unsafe " + control.word())
        .orElseGet(() -> result.kept() ? "every promise was kept" : "FAILED: " + found);
  }

  private Row total() {
    List<Operation> called =
        result.history().stream().filter(one -> one.process() != Operation.VERIFIER).toList();
    return new Row(
        "total",
        result.episodes().size(),
        Counts.of(called),
        result.episodes().stream().mapToLong(Episode::fenced).sum(),
        longest(rows.stream().map(Row::max).toList()),
        longest(rows.stream().map(Row::p99).toList()),
        longest(rows.stream().map(Row::healed).toList()),
        result.breaches().size());
  }

  private static void add(Table table, Row row) {
    Counts counts = row.counts();
    table.row(
        row.fault(),
        Integer.toString(row.times()),
        Long.toString(counts.all()),
        String.format(Locale.ROOT, "%.1f %%", 100.0 * counts.ok() / Math.max(1, counts.all())),
        Long.toString(counts.failed()),
        Long.toString(counts.unknown()),
        Long.toString(row.fenced()),
        seconds(row.max()),
        seconds(row.p99()),
        seconds(row.healed()),
        Long.toString(row.breaches()));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  ObjectNode json() {
    ObjectNode json = JsonText.object();
    json.put("seed", result.plan().seed()).put("kept", result.kept());
    json.put("language", result.plan().language().word());
    json.put("network", result.network()).put("commits", result.commits());
    json.put("seconds", result.took().toMillis() / 1000.0);
    json.put("expectedToFail", result.plan().unsafe().isPresent());
    json.put("command", result.plan().command());
    ArrayNode faults = json.putArray("faults");
    rows.forEach(row -> fill(faults.addObject(), row));
    fill(json.putObject("total"), total());
    result.bank().ifPresent(bank -> fill(json.putObject("bank"), bank));
    ObjectNode left = json.putObject("leftOut");
    result.left().forEach(left::put);
    ArrayNode undecided = json.putArray("undecided");
    result.undecided().forEach(undecided::add);
    ArrayNode breaches = json.putArray("breaches");
    result.breaches().forEach(breach -> breaches.add(breach.toString()));
    return json;
  }

  private static void fill(ObjectNode json, BankSummary bank) {
    json.put("transfers", bank.debits()).put("credited", bank.credited());
    json.put("refunded", bank.refunded()).put("claimed", bank.claimed());
    json.put("returned", bank.expired()).put("timersLateMillis", bank.latest().toMillis());
    json.put("ticks", bank.ticks()).put("drainedMillis", bank.drained().toMillis());
  }

  private static void fill(ObjectNode json, Row row) {
    json.put("fault", row.fault()).put("times", row.times());
    json.put("ok", row.counts().ok()).put("fail", row.counts().failed());
    json.put("unknown", row.counts().unknown()).put("fenced", row.fenced());
    json.put("silentMaxMillis", row.max().toMillis()).put("silentP99Millis", row.p99().toMillis());
    json.put("healedMillis", row.healed().toMillis()).put("breaches", row.breaches());
  }
}
