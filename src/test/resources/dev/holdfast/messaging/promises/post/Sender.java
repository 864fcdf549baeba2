package post;

import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sends to diaries, publishes news and sets timers, as it is told. */
@Service("sender")
@Allow("anyone")
public record Sender(@Query List<String> returned) implements Entity<Sender, Sender.Returned> {
  public record Letter(String to, String line) {}

  public record News(String key, String line, boolean urgent, Place at) {}

  public record Place(String city) {}

  public record Reminder(String name, long millis, Letter letter) {}

  public record Appointment(String name, Instant at, Letter letter) {}

  public record Returned(String line) {}

  public Sender() {
    this(List.of());
  }

  Effect<Void> send(Letter letter) {
    return reply()
        .send(
            command(Diary.class, letter.to(), Diary::write, letter.line())
                .otherwise(Sender::takeBack, letter.line()));
  }

  Effect<Void> takeBack(String line) {
    return persist(new Returned(line));
  }

  Effect<Void> publish(News news) {
    return reply().publish("news", news.key(), news);
  }

  Effect<Void> remind(Reminder reminder) {
    return reply()
        .schedule(
            reminder.name(), Duration.ofMillis(reminder.millis()), writing(reminder.letter()));
  }

  Effect<Void> appoint(Appointment appointment) {
    return reply().schedule(appointment.name(), appointment.at(), writing(appointment.letter()));
  }

  Effect<Void> forget(String name) {
    return reply().cancel(name);
  }

  private static dev.holdfast.sdk.Call<Void> writing(Letter letter) {
    return command(Diary.class, letter.to(), Diary::write, letter.line());
  }

  @Override
  public Sender apply(Returned event) {
    var more = new ArrayList<>(returned);
    more.add(event.line());
    return new Sender(List.copyOf(more));
  }
}
