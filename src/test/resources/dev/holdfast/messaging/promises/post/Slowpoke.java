package post;

import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Value;
import java.util.concurrent.locks.LockSupport;

/** Takes its time over each message. */
@Service("slowpoke")
public record Slowpoke(@Query int read) implements Value<Slowpoke> {
  public Slowpoke() {
    this(0);
  }

  @OnTopic(value = "news", id = "slow", start = "beginning")
  Effect<Void> take() {
    LockSupport.parkNanos(20_000_000);
    return save(new Slowpoke(read + 1));
  }
}
