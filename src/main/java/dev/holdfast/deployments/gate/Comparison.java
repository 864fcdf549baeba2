package dev.holdfast.deployments.gate;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How two verdicts on one command differ, in words. JSON is compared as values: the order of fields
 * and spaces make no difference.
 */
final class Comparison {
  private static final int MOST_SHOWN = 5;

  private final List<String> differences = new ArrayList<>();

  private Comparison() {}

  /** Such as {@code replied 3, now replies 4}; empty where they say the same. */
  static Optional<String> of(Verdict was, Verdict now) {
    return switch (was) {
      case Verdict.Accepted before when now instanceof Verdict.Accepted after ->
          new Comparison().of(before, after);
      case Verdict.Rejected(var before) when now instanceof Verdict.Rejected(var after) ->
          isSame(before, after) ? Optional.empty() : Optional.of(told(was, now));
      case Verdict.Failed _ when now instanceof Verdict.Failed -> Optional.empty();
      case Verdict.Accepted _, Verdict.Rejected _, Verdict.Failed _ -> Optional.of(told(was, now));
    };
  }

  private static String told(Verdict was, Verdict now) {
    return told(was, Tense.PAST) + ", now " + told(now, Tense.PRESENT);
  }

  /** The words for what became of a command, then and now. */
  private enum Tense {
    PAST("was", "persisted", "failed"),
    PRESENT("is", "persists", "fails");

    private final String is;
    private final String persists;
    private final String fails;

    Tense(String is, String persists, String fails) {
      this.is = is;
      this.persists = persists;
      this.fails = fails;
    }
  }

  private static String told(Verdict verdict, Tense tense) {
    return switch (verdict) {
      case Verdict.Accepted(var events, var _, var _) when events.isEmpty() ->
          tense.is + " accepted";
      case Verdict.Accepted(var events, var _, var _) ->
          tense.persists + " " + shown(events, Comparison::shown);
      case Verdict.Rejected(var problem) -> tense.is + " rejected" + reason(problem);
      case Verdict.Failed(var why) -> tense.fails + ": " + Values.cut(why);
    };
  }

  private static boolean isSame(Optional<Problem> before, Optional<Problem> after) {
    return before.isEmpty() || after.isEmpty() || before.get().code().equals(after.get().code());
  }

  /** A rejection's own code says all; one of the platform's has to say where. */
  private static String reason(Optional<Problem> problem) {
    if (problem.isEmpty()) {
      return "";
    }
    String code = problem.get().code();
    return code.indexOf('/') > 0
        ? ": " + code.substring(code.indexOf('/') + 1)
        : ": " + Values.cut((code + " " + problem.get().pointer() + " " + problem.get().detail()));
  }

  private Optional<String> of(Verdict.Accepted was, Verdict.Accepted now) {
    if (was.equals(now)) {
      return Optional.empty();
    }
    compare(
        new Words("persisted", "persists"),
        was.events(),
        now.events(),
        new Form<>(Comparison::compared, Comparison::shown));
    if (!was.reply().equals(now.reply())
        && !Values.tree(was.reply()).equals(Values.tree(now.reply()))) {
      differences.add(
          "replied %s, now replies %s".formatted(shown(was.reply()), shown(now.reply())));
    }
    compare(
        new Words("sent", "sends"),
        was.outbox().sends(),
        now.outbox().sends(),
        new Form<>(Comparison::compared, Comparison::shown));
    compare(
        new Words("published", "publishes"),
        was.outbox().publications(),
        now.outbox().publications(),
        new Form<>(Comparison::compared, Comparison::shown));
    compare(
        new Words("changed timers", "changes timers"),
        was.outbox().timers(),
        now.outbox().timers(),
        new Form<>(Comparison::compared, Comparison::shown));
    return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
  }

  /** A verb for what stands in the journal, and the same for now. */
  private record Words(String past, String present) {}

  /** How something is compared, and how it is shown. */
  private record Form<T>(Function<T, Object> compared, Function<T, String> shown) {}

  private <T> void compare(Words words, List<T> was, List<T> now, Form<T> form) {
    if (!was.equals(now)
        && !was.stream()
            .map(form.compared())
            .toList()
            .equals(now.stream().map(form.compared()).toList())) {
      differences.add(
          "%s %s, now %s %s"
              .formatted(
                  words.past(),
                  shown(was, form.shown()),
                  words.present(),
                  shown(now, form.shown())));
    }
  }

  private static <T> String shown(List<T> all, Function<T, String> form) {
    String more = all.size() > MOST_SHOWN ? ", and %d more".formatted(all.size() - MOST_SHOWN) : "";
    return all.stream()
        .limit(MOST_SHOWN)
        .map(form)
        .collect(Collectors.joining(", ", "[", more + "]"));
  }

  private static Object compared(EventData event) {
    return List.of(event.type(), event.version(), Values.tree(event.data()));
  }

  private static String shown(EventData event) {
    String version = event.version() == 1 ? "" : " version " + event.version();
    return event.type() + version + " " + shown(event.data());
  }

  private static Object compared(HandlerCall call) {
    return List.of(call.target(), call.handler(), Values.tree(call.argument()));
  }

  private static String shown(HandlerCall call) {
    return call.target().key() + "." + call.handler() + " " + shown(call.argument());
  }

  private static Object compared(Send send) {
    return List.of(compared(send.call()), send.otherwise().map(Comparison::compared));
  }

  private static String shown(Send send) {
    return shown(send.call())
        + send.otherwise().map(other -> " otherwise " + shown(other)).orElse("");
  }

  private static Object compared(Publication message) {
    return List.of(message.topic(), message.key(), Values.tree(message.payload()));
  }

  private static String shown(Publication message) {
    return message.topic() + " " + message.key() + " " + shown(message.payload());
  }

  private static Object compared(TimerChange change) {
    return switch (change) {
      case TimerChange.Set(var name, var due, var call) -> List.of(name, due, compared(call));
      case TimerChange.Gone(var name) -> List.of(name);
    };
  }

  private static String shown(TimerChange change) {
    return switch (change) {
      case TimerChange.Set(var name, var due, var call) -> name + " at " + due + " " + shown(call);
      case TimerChange.Gone(var name) -> "no " + name;
    };
  }

  private static String shown(Json value) {
    return Values.cut(value.toString());
  }
}
