package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.binding.json.ArgumentCodec;
import dev.holdfast.sdk.binding.json.JsonCodec;
import dev.holdfast.sdk.binding.json.JsonFault;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One handler of a service: what is known about it, and how it is called.
 *
 * @param owner the simple name of its service's class, for messages
 * @param name the wire name
 * @param query whether it only reads
 * @param argument how its argument is read; absent if it takes none
 * @param reply how its reply is written; absent if it has none
 * @param triggers the annotations that run it beside calls
 * @param target takes state, argument and context
 */
public record HandlerBinding(
    String owner,
    String name,
    boolean query,
    Optional<ArgumentCodec> argument,
    Optional<JsonCodec> reply,
    List<Rejects> rejections,
    Optional<RouteBinding> route,
    List<String> allow,
    LimitsBinding limits,
    List<TriggerBinding> triggers,
    MethodHandle target) {
  /** What a handler is given that takes no argument. */
  public static final Object NO_ARGUMENT = "no argument";

  /** A rejection it may answer with. */
  public record Rejects(String code, int status) {}

  public HandlerBinding {
    rejections = List.copyOf(rejections);
    allow = List.copyOf(allow);
    triggers = List.copyOf(triggers);
  }

  /**
   * Reads the argument from a body.
   *
   * @throws JsonFault if it does not fit
   */
  public Object readArgument(byte[] body) {
    return readArgument(body, Map.of());
  }

  /**
   * Reads the argument from a body, which may be empty, and the variables of an address.
   *
   * @throws JsonFault if they do not fit
   */
  public Object readArgument(byte[] body, Map<String, String> variables) {
    if (argument.isPresent()) {
      return argument.get().decode(body, variables);
    }
    if (triggers.stream().anyMatch(TriggerBinding.Topic.class::isInstance)) {
      return NO_ARGUMENT; // It wants to know that there was a message, not what it said.
    }
    if (!variables.isEmpty()) {
      throw JsonFault.mismatch(
          "unknown parameter "
              + variables.keySet().iterator().next()
              + ": "
              + name
              + " takes no argument");
    }
    if (!ArgumentCodec.isNothing(body)) {
      throw JsonFault.mismatch("expected no body: " + name + " takes no argument");
    }
    return NO_ARGUMENT;
  }

  /** Calls the method of the author, and throws whatever it throws. */
  public Object invoke(Object state, Object given, Context context) throws Throwable {
    return (Object) target.invokeExact(state, given, context);
  }

  @Override
  public String toString() {
    return owner + "." + name;
  }
}
