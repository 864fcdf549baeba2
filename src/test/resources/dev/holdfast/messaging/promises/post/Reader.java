package post;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import java.util.ArrayList;
import java.util.List;

/** Listens to the news in several ways; an instance keeps what one way brought it. */
@Service("reader")
@Allow("service:nobody")
public record Reader(@Query @Allow("anyone") List<String> lines)
    implements Entity<Reader, Reader.Read> {
  public record Read(String line) {}

  /** What it wants of the news. */
  public record Headline(String key, String line) {}

  public Reader() {
    this(List.of());
  }

  @OnTopic(value = "news", id = "all", start = "beginning")
  Effect<Void> all(Headline headline) {
    return persist(new Read(headline.line()));
  }

  @OnTopic(value = "news", id = "later")
  Effect<Void> later(Headline headline) {
    return persist(new Read(headline.line()));
  }

  @OnTopic(value = "news", id = "about-{key}", filter = "/urgent == true", start = "beginning")
  Effect<Void> urgent(Headline headline) {
    return persist(new Read(headline.line()));
  }

  @OnTopic(value = "news", id = "/at/city", start = "beginning")
  Effect<Void> local(Headline headline) {
    return persist(new Read(headline.line()));
  }

  @OnTopic(value = "news", start = "beginning")
  Effect<Void> keyed(Headline headline) {
    return persist(new Read(headline.line()));
  }

  @Override
  public Reader apply(Read event) {
    var more = new ArrayList<>(lines);
    more.add(event.line());
    return new Reader(List.copyOf(more));
  }
}
