import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Stateless;

/** The same path through the edge without state: what durability costs is measured against it. */
@Service("constant")
@Allow("anyone")
public record Constant() implements Stateless {
  Effect<Integer> add(int amount) {
    return reply(amount);
  }
}
