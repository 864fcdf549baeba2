package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Change;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Limits;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Wire;
import dev.holdfast.sdk.binding.HandlerBinding.Rejects;
import dev.holdfast.sdk.binding.ServiceBinding.Identity;
import dev.holdfast.sdk.binding.ServiceBinding.Kind;
import dev.holdfast.sdk.binding.json.ArgumentCodec;
import dev.holdfast.sdk.binding.json.Codecs;
import dev.holdfast.sdk.binding.json.JsonCodec;
import dev.holdfast.sdk.binding.json.TypeFault;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the handlers among the methods of one service. */
final class HandlerReader {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final String JOURNAL = "events";
  private static final MethodType TARGET =
      MethodType.methodType(Object.class, Object.class, Object.class, Context.class);

  private final Identity service;
  private final String owner;
  private final Codecs codecs;
  private final List<String> faults;
  private final RouteReader routes;
  private final TriggerReader triggers;
  private final List<Rejects> rejections;

  HandlerReader(Identity service, Codecs codecs, Reading reading) {
    this.service = service;
    this.owner = service.type().getSimpleName();
    this.codecs = codecs;
    this.faults = reading.faults();
    this.routes = new RouteReader(service, reading.addresses(), faults);
    this.triggers = new TriggerReader(service.kind(), reading);
    this.rejections = rejections();
  }

  List<HandlerBinding> read() {
    var handlers = new ArrayList<HandlerBinding>();
    var names = new HashSet<String>();
    Arrays.stream(service.type().getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
        .forEach(method -> read(method, names).ifPresent(handlers::add));
    return handlers;
  }

  private Optional<HandlerBinding> read(Method method, Set<String> names) {
    String who = owner + "." + method.getName();
    boolean effect = Effect.class.isAssignableFrom(method.getReturnType());
    boolean query = method.isAnnotationPresent(Query.class);
    boolean closed = Modifier.isPrivate(method.getModifiers());
    if (closed || Modifier.isStatic(method.getModifiers()) || (!effect && !query)) {
      checkPlain(who, method);
      return Optional.empty();
    }
    routes.declare(who, method);
    if (effect && query) {
      faults.add(
          who
              + " is marked @Query but returns an Effect: a query cannot change anything. Return"
              + " the answer itself, or drop @Query.");
      return Optional.empty();
    }
    if (!names.add(method.getName())) {
      faults.add(who + " is there twice: a handler's name is its address. Rename one.");
      return Optional.empty();
    }
    return bind(who, method, query);
  }

  /** A method that is no handler must not look as if it were one. */
  private void checkPlain(String who, Method method) {
    if (method.isAnnotationPresent(Route.class)) {
      faults.add(who + " has a @Route but is no handler: " + whyNot(method));
    } else {
      for (var annotation : method.getAnnotations()) {
        Class<?> type = annotation.annotationType();
        if (type.getPackage() == Query.class.getPackage()) {
          faults.add(
              who
                  + " is marked @"
                  + type.getSimpleName()
                  + " but is no handler: "
                  + whyNot(method));
        }
      }
    }
  }

  private static String whyNot(Method method) {
    if (Modifier.isPrivate(method.getModifiers())) {
      return "it is private. Drop the word private.";
    }
    return Modifier.isStatic(method.getModifiers())
        ? "it is static. Drop the word static."
        : "return an Effect (a command) or add @Query.";
  }

  private Optional<HandlerBinding> bind(String who, Method method, boolean query) {
    Optional<List<Parameter>> arguments = arguments(who, method);
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    int before = faults.size();
    Wire wire = method.getAnnotation(Wire.class);
    String name = wire == null || wire.name().isEmpty() ? method.getName() : wire.name();
    demandFree(who, name);
    Optional<ArgumentCodec> argument =
        arguments.get().stream().findFirst().map(parameter -> argument(who, method, parameter));
    Optional<JsonCodec> reply = reply(who, method, query);
    Allow allow = method.getAnnotation(Allow.class);
    ServiceReader.check(who, allow, faults);
    Limits limits = method.getAnnotation(Limits.class);
    ServiceReader.check(who, limits, faults);
    Optional<RouteBinding> route = routes.read(who, method, argument, rules(method));
    var triggered = triggers.read(who, method, query, argument);
    if (faults.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new HandlerBinding(
            owner,
            name,
            query,
            argument,
            reply,
            query ? List.of() : rejections,
            route,
            rules(method),
            LimitsBinding.of(limits, service.type().getAnnotation(Limits.class)),
            triggered,
            target(method)));
  }

  /** One address of an instance is not its handlers' to answer at. */
  private void demandFree(String who, String name) {
    if (name.equals(JOURNAL) && service.kind() != Kind.STATELESS) {
      faults.add(
          "%s is named \"%s\", but GET /v1/services/%s/{id}/%s is the journal of an instance."
                  .formatted(who, name, service.name(), name)
              + " Choose another name.");
    }
  }

  /** The parameters without the context: at most one; empty after a fault. */
  private Optional<List<Parameter>> arguments(String who, Method method) {
    var parameters = new ArrayList<>(List.of(method.getParameters()));
    if (!parameters.isEmpty() && parameters.getLast().getType() == Context.class) {
      parameters.removeLast();
    }
    if (parameters.stream().anyMatch(parameter -> parameter.getType() == Context.class)) {
      faults.add(who + " takes a Context that is not its last parameter. Move it to the end.");
      return Optional.empty();
    }
    if (parameters.size() > 1) {
      faults.add(
          who
              + " takes "
              + parameters.size()
              + " arguments; a handler takes one (the JSON body) and"
              + " may also take a Context. Put them in a record.");
      return Optional.empty();
    }
    return Optional.of(parameters);
  }

  private ArgumentCodec argument(String who, Method method, Parameter parameter) {
    var typeFaults = new ArrayList<TypeFault>();
    ArgumentCodec codec =
        codecs.argument(parameter.getParameterizedType(), parameter.getName(), typeFaults);
    typeFaults.forEach(fault -> faults.add(fault.of("The argument of " + who)));
    return method.isAnnotationPresent(OnTopic.class) ? codec.ofMessages() : codec;
  }

  private Optional<JsonCodec> reply(String who, Method method, boolean query) {
    Type type = query ? method.getGenericReturnType() : effectOf(method);
    if (type == void.class || type == Void.class) {
      if (query) {
        faults.add(who + " is marked @Query but answers nothing. Return the answer.");
      }
      return Optional.empty();
    }
    var typeFaults = new ArrayList<TypeFault>();
    JsonCodec codec = codecs.codec(type, typeFaults);
    typeFaults.forEach(fault -> faults.add(fault.of("The reply of " + who)));
    return Optional.of(codec);
  }

  private static Type effectOf(Method method) {
    if (method.getReturnType() == Change.class) {
      return Void.class;
    }
    return method.getGenericReturnType() instanceof ParameterizedType effect
        ? effect.getActualTypeArguments()[0]
        : Object.class;
  }

  private List<String> rules(Method method) {
    Allow allow = method.getAnnotation(Allow.class);
    if (allow == null) {
      allow = service.type().getAnnotation(Allow.class);
    }
    return allow == null ? List.of() : List.of(allow.value());
  }

  /** Every rejection that is declared in the service: a signature does not say which it uses. */
  private List<Rejects> rejections() {
    var found = new ArrayList<Rejects>();
    for (Class<?> nested : service.type().getDeclaredClasses()) {
      if (Rejection.class.isAssignableFrom(nested) && nested.isEnum()) {
        for (Object constant : nested.getEnumConstants()) {
          var rejection = (Rejection) constant;
          found.add(new Rejects(rejection.code(), rejection.status()));
        }
      }
    }
    return found;
  }

  private MethodHandle target(Method method) {
    try {
      MethodHandle handle = MethodHandles.privateLookupIn(service.type(), LOOKUP).unreflect(method);
      List<Class<?>> taken = handle.type().parameterList();
      boolean context = taken.getLast() == Context.class;
      boolean argument = taken.size() == (context ? 3 : 2);
      if (!argument) {
        handle = MethodHandles.dropArguments(handle, 1, Object.class);
      }
      if (!context) {
        handle = MethodHandles.dropArguments(handle, 2, Context.class);
      }
      return handle.asType(TARGET);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method + " is closed", e);
    }
  }
}
