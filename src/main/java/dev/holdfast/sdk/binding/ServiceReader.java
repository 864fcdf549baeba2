package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Limits;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Settings;
import dev.holdfast.sdk.Stateless;
import dev.holdfast.sdk.Value;
import dev.holdfast.sdk.View;
import dev.holdfast.sdk.Workflow;
import dev.holdfast.sdk.binding.ServiceBinding.Identity;
import dev.holdfast.sdk.binding.ServiceBinding.Kind;
import dev.holdfast.sdk.binding.json.Codecs;
import dev.holdfast.sdk.binding.json.JsonCodec;
import dev.holdfast.sdk.binding.json.JsonFault;
import dev.holdfast.sdk.binding.json.JsonLimits;
import dev.holdfast.sdk.binding.json.TypeFault;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one class as a service and notes every fault; it goes on after a fault where it can. */
final class ServiceReader {
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern RULE =
      Pattern.compile("anyone|user|role:[A-Za-z0-9._-]+|service:" + NAME);
  private static final Map<Kind, Class<?>> KINDS =
      new EnumMap<>(
          Map.of(
              Kind.ENTITY, Entity.class,
              Kind.VALUE, Value.class,
              Kind.STATELESS, Stateless.class,
              Kind.WORKFLOW, Workflow.class,
              Kind.VIEW, View.class));

  private final Class<?> type;
  private final Capabilities capabilities;
  private final Codecs codecs;
  private final Reading reading;
  private final List<String> faults;

  ServiceReader(Class<?> type, JsonLimits limits, Reading reading) {
    this.type = type;
    this.capabilities = reading.capabilities();
    this.codecs = new Codecs(limits);
    this.reading = reading;
    this.faults = reading.faults();
  }

  /** The service; empty if it has faults of its own. */
  Optional<ServiceBinding> read() {
    int before = faults.size();
    String name = name();
    checkAnnotations();
    Optional<Kind> kind = kind();
    if (!type.isRecord()) {
      fault(
          "%s must be a record: its components are the state, and a handler must not be able to"
              + " change them.");
      return Optional.empty();
    }
    Optional<Object> empty = empty();
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    int beforeState = faults.size();
    JsonCodec state = state();
    boolean writable = faults.size() == beforeState;
    // Without an empty state nothing runs, but the faults of handlers and events are still wanted.
    var events = new EventReader(type, kind.get(), codecs, faults).read(empty.orElse(type));
    var identity = new Identity(type, name, kind.get());
    var service = new ServiceBinding(identity, empty.orElse(type), state, events, capabilities);
    new HandlerReader(identity, codecs, reading).read().forEach(service::add);
    empty.ifPresent(value -> checkEmpty(value, writable ? Optional.of(state) : Optional.empty()));
    return faults.size() == before ? Optional.of(service) : Optional.empty();
  }

  private String name() {
    Service service = type.getAnnotation(Service.class);
    if (service == null) {
      fault(
          "%s has no name. Add @Service(\""
              + suggestedName()
              + "\") above it: that name is its"
              + " address and stays when the class is renamed.");
      return "";
    }
    if (!NAME.matcher(service.value()).matches()) {
      fault(
          "%s is named \""
              + service.value()
              + "\". A name is lower case words joined by hyphens,"
              + " such as \""
              + suggestedName()
              + "\".");
    }
    reading.addresses().name(type, service.value());
    return service.value();
  }

  private String suggestedName() {
    return type.getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9-]", "");
  }

  private void checkAnnotations() {
    check(type.getSimpleName(), type.getAnnotation(Allow.class), faults);
    check(type.getSimpleName(), type.getAnnotation(Limits.class), faults);
    for (Class<?> nested : type.getDeclaredClasses()) {
      if (Settings.class.isAssignableFrom(nested) && !capabilities.has(Capability.SETTINGS)) {
        fault(
            "%s has the settings "
                + nested.getSimpleName()
                + ": "
                + Capability.SETTINGS.notYet()
                + ".");
      }
    }
  }

  static void check(String who, @Nullable Allow allow, List<String> faults) {
    if (allow == null) {
      return;
    }
    for (String rule : allow.value()) {
      if (!RULE.matcher(rule).matches()) {
        faults.add(
            who
                + " has the rule @Allow(\""
                + rule
                + "\"), which is none. Use \"anyone\", \"user\","
                + " \"role:NAME\" or \"service:NAME\".");
      }
    }
  }

  static void check(String who, @Nullable Limits limits, List<String> faults) {
    if (limits != null && !LimitsBinding.isValid(limits)) {
      faults.add(
          who
              + " has @Limits that cannot be read. Write the deadline like \"500ms\", \"10s\" or"
              + " \"2m\", the others as positive numbers.");
    }
  }

  private Optional<Kind> kind() {
    var kinds = new ArrayList<Kind>();
    KINDS.forEach(
        (kind, shape) -> {
          if (shape.isAssignableFrom(type)) {
            kinds.add(kind);
          }
        });
    if (kinds.size() != 1) {
      fault(
          "%s must implement one of Entity, Value, Stateless, Workflow and View: that says how it"
              + " keeps its state.");
      return Optional.empty();
    }
    Kind kind = kinds.getFirst();
    if (kind == Kind.WORKFLOW && !capabilities.has(Capability.WORKFLOWS)) {
      fault("%s is a Workflow: " + Capability.WORKFLOWS.notYet() + ".");
    } else if (kind == Kind.VIEW && !capabilities.has(Capability.VIEWS)) {
      fault("%s is a View: " + Capability.VIEWS.notYet() + ".");
    } else if (kind == Kind.STATELESS && type.isRecord() && type.getRecordComponents().length > 0) {
      fault(
          "%s is Stateless but has components, which are state. Remove them, or make it an"
              + " Entity or a Value.");
    }
    return Optional.of(kind);
  }

  private Optional<Object> empty() {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance());
    } catch (NoSuchMethodException e) {
      fault(
          "%s has no empty state. Add a constructor without arguments: it is the state of an"
              + " instance before its first event.");
    } catch (InvocationTargetException e) {
      fault("%s has no empty state: its constructor without arguments threw " + e.getCause() + ".");
    } catch (ReflectiveOperationException e) {
      fault("%s has no empty state: its constructor without arguments is closed: " + e + ".");
    }
    return Optional.empty();
  }

  private JsonCodec state() {
    var typeFaults = new ArrayList<TypeFault>();
    JsonCodec codec = codecs.codec(type, typeFaults);
    for (TypeFault fault : typeFaults) {
      faults.add(fault.of(member(type.getSimpleName(), fault)));
    }
    return codec;
  }

  /** The component of a record that a fault within it is about: {@code Cart.lines}. */
  static String member(String owner, TypeFault fault) {
    String[] segments = fault.pointer().split("/", 3);
    return segments.length > 1 ? owner + "." + segments[1] : owner;
  }

  /** The codec is absent if the state's type has no JSON form, which has been told. */
  private void checkEmpty(Object empty, Optional<JsonCodec> codec) {
    if (codec.isPresent()) {
      try {
        var _ = codec.get().encode(empty);
      } catch (JsonFault fault) {
        fault("%s has an empty state that cannot be written: " + fault.getMessage() + ".");
      }
    }
    if (empty instanceof Workflow<?> workflow) {
      new StepReader(type, faults).read(workflow);
    }
  }

  private void fault(String sentence) {
    faults.add(sentence.replace("%s", type.getSimpleName()));
  }
}
