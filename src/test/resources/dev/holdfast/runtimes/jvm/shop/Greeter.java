package shop;

import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Stateless;

@Service("greeter")
public record Greeter() implements Stateless {
  Effect<String> greet(String name, Context context) {
    return reply("Hello " + name + " from " + context.id());
  }
}
