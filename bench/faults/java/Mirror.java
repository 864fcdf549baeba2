import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;

/** What an account has come to, told by the topic of postings alone. */
@Service("bank-mirror")
@Allow("anyone")
public record Mirror(@Query long read) implements Entity<Mirror, Mirror.Event> {
  public sealed interface Event {}

  public record Noted(long number, long cents) implements Event {}

  public Mirror() {
    this(0);
  }

  @OnTopic(value = "bank-postings", id = "{account}", start = "beginning")
  Effect<Void> note(Account.Posting posting) {
    return persist(new Noted(posting.number(), posting.cents()));
  }

  @Override
  public Mirror apply(Event event) {
    return switch (event) {
      case Noted(long _, long cents) -> new Mirror(read + cents);
    };
  }
}
