package dev.holdfast.runtimes.jvm;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.binding.HandlerBinding;
import dev.holdfast.sdk.binding.ServiceBinding;
import dev.holdfast.sdk.binding.json.Codecs;
import dev.holdfast.sdk.binding.json.JsonCodec;
import dev.holdfast.sdk.binding.json.JsonLimits;
import dev.holdfast.sdk.binding.json.JsonText;
import dev.holdfast.sdk.binding.json.TypeFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the arguments of calls between services and reads their replies: by the signature of the
 * handler where its class is at hand, else by the class of the value.
 */
final class CallCodecs {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final Map<Class<?>, ServiceBinding> services = new HashMap<>();
  private final Map<String, ServiceBinding> byName = new HashMap<>();
  private final Map<Class<?>, JsonCodec> byClass = new ConcurrentHashMap<>();
  private final JsonLimits limits;

  CallCodecs(Collection<ServiceBinding> bound, JsonLimits limits) {
    for (ServiceBinding service : bound) {
      services.put(service.type(), service);
      byName.put(service.name(), service);
    }
    this.limits = limits;
  }

  byte[] argument(Call<?> call) {
    if (call.argument().isEmpty()) {
      return NULL;
    }
    Object argument = call.argument().get();
    if (call.type().isPresent()) {
      return handler(call)
          .argument()
          .orElseThrow(() -> new IllegalArgumentException(call + " takes no argument."))
          .encode(argument);
    }
    return value(argument);
  }

  /**
   * The argument of a call that is made later, when nobody is there any more who could be told that
   * it is wrong.
   *
   * @throws IllegalArgumentException when it names what is known not to be there
   */
  byte[] sent(Call<?> call) {
    ServiceBinding service = byName.get(call.service());
    if (service != null) {
      HandlerBinding handler = service.handler(call.handler()).orElseThrow(() -> noHandler(call));
      if (handler.query()) {
        throw new IllegalArgumentException(call + " is a query; only a command can be sent.");
      }
    }
    return argument(call);
  }

  /** A value of which no more is known than its class. */
  byte[] value(Object value) {
    return switch (value) {
      case Map<?, ?> plain -> JsonText.write(plain);
      case Collection<?> plain -> JsonText.write(plain);
      case Enum<?> constant -> codec(constant.getDeclaringClass()).encode(constant);
      default -> codec(value.getClass()).encode(value);
    };
  }

  /** Reads a reply; empty where the handler has none. */
  Optional<Object> reply(Call<?> call, byte[] reply) {
    if (call.type().isPresent()) {
      return handler(call).reply().map(codec -> codec.decode(reply));
    }
    Class<?> type = call.reply().orElse(Void.class);
    return type == Void.class ? Optional.empty() : Optional.of(codec(type).decode(reply));
  }

  private HandlerBinding handler(Call<?> call) {
    ServiceBinding service = services.get(call.type().orElseThrow());
    if (service == null) {
      throw new IllegalArgumentException(call + " names a service of another folder.");
    }
    return service.handler(call.handler()).orElseThrow(() -> noHandler(call));
  }

  private static IllegalArgumentException noHandler(Call<?> call) {
    return new IllegalArgumentException(call + " names no handler.");
  }

  private JsonCodec codec(Class<?> type) {
    return byClass.computeIfAbsent(type, this::newCodec);
  }

  private JsonCodec newCodec(Class<?> type) {
    List<TypeFault> faults = new ArrayList<>();
    JsonCodec codec = new Codecs(limits).codec(type, faults);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(faults.getFirst().of(type.getSimpleName()));
    }
    return codec;
  }
}
