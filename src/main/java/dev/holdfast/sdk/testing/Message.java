package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.binding.HandlerBinding;
import dev.holdfast.sdk.binding.json.JsonFields;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command on its way to an instance.
 *
 * @param sender whose messages to one receiver keep their order
 * @param argument gives the argument for the handler that is to have it
 * @param call what to park if it is rejected; what the sender gets back is part of it
 */
record Message(
    Address sender,
    Address receiver,
    String handler,
    Function<HandlerBinding, Optional<Object>> argument,
    Optional<Call<?>> call) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  /** One instance of one service. */
  record Address(String service, String id) {}

  /** A call that an instance sent. */
  static Message sent(Address sender, Call<?> call) {
    return new Message(
        sender,
        new Address(call.service(), call.id()),
        call.handler(),
        _ -> call.argument(),
        Optional.of(call));
  }

  /** What the sender gets back because its call was rejected. */
  static Message back(Address sender, Call<?> otherwise) {
    return new Message(
        sender, sender, otherwise.handler(), _ -> otherwise.argument(), Optional.of(otherwise));
  }

  /** A message of a topic, for one subscriber. */
  static Message published(Address sender, Address receiver, String handler, byte[] payload) {
    return new Message(
        sender,
        receiver,
        handler,
        binding -> binding.argument().map(argument -> argument.decode(payload)),
        Optional.empty());
  }

  /** The id that a template or a pointer makes of a payload; else the key. */
  static String id(String template, String key, byte[] payload) {
    if (template.isEmpty()) {
      return key;
    }
    return template.startsWith("/")
        ? field(template, template, payload)
        : VARIABLE
            .matcher(template)
            .replaceAll(match -> Matcher.quoteReplacement(field(match.group(1), payload)));
  }

  private static String field(String name, byte[] payload) {
    String pointer = name.replace("~", "~0").replace("/", "~1").replace('.', '/');
    return field(name, "/" + pointer, payload);
  }

  private static String field(String name, String pointer, byte[] payload) {
    return JsonFields.at(payload, pointer)
        .map(Scalar::of)
        .filter(Scalar::isText)
        .map(Scalar::text)
        .orElseThrow(
            () -> new AssertionError("The message has no text for its id at " + name + "."));
  }
}
