package talk;

import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.OnSchedule;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Value;

/** Is run by a topic and by the calendar. */
@Service("listener")
public record Listener(long cents) implements Value<Listener> {
  public Listener() {
    this(0);
  }

  @OnTopic(
      value = "transfers",
      id = "{to}",
      filter = "/cents > 100 and /to != \"me\"",
      start = "beginning",
      waits = true)
  Effect<Long> hear(Account.Transfer transfer) {
    return save(new Listener(cents + transfer.cents())).reply(Listener::cents);
  }

  @OnTopic("transfers")
  Effect<Void> notice() {
    return reply();
  }

  @OnSchedule(value = "30 2 * * MON-FRI", id = "all", zone = "Europe/Berlin", missed = "skip")
  Effect<Void> clean() {
    return clear();
  }
}
