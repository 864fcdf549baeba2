package dev.holdfast.sdk;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call to one handler, as data: sent, scheduled, made at once or made by a workflow's step.
 *
 * <p>Invariant: the handler has a name. It is read once from the method reference and then kept for
 * that place in the code; a lambda has none and is refused. Calls are equal if they say the same.
 *
 * @param <R> the reply
 */
public final class Call<R> {
  private final Target target;
  private final boolean query;
  private final Optional<Object> argument;
  private final Optional<Call<?>> otherwise;

  private Call(
      Target target, boolean query, Optional<Object> argument, Optional<Call<?>> otherwise) {
    this.target = target;
    this.query = query;
    this.argument = argument;
    this.otherwise = otherwise;
  }

  /** A handler without parameters, as a method reference. */
  @FunctionalInterface
  public interface Plain<S, T> extends Serializable {
    T handle(S service) throws Exception;
  }

  /** A handler that takes the context. */
  @FunctionalInterface
  public interface WithContext<S, T> extends Serializable {
    T handle(S service, Context context) throws Exception;
  }

  /** A handler that takes an argument. */
  @FunctionalInterface
  public interface WithArgument<S, A, T> extends Serializable {
    T handle(S service, A argument) throws Exception;
  }

  /** A handler that takes an argument and the context. */
  @FunctionalInterface
  public interface WithBoth<S, A, T> extends Serializable {
    T handle(S service, A argument, Context context) throws Exception;
  }

  public static <S, R> Call<R> command(Class<S> type, String id, Plain<S, Effect<R>> handler) {
    return new Call<>(target(type, id, handler), false, Optional.empty(), Optional.empty());
  }

  public static <S, R> Call<R> command(
      Class<S> type, String id, WithContext<S, Effect<R>> handler) {
    return new Call<>(target(type, id, handler), false, Optional.empty(), Optional.empty());
  }

  public static <S, A, R> Call<R> command(
      Class<S> type, String id, WithArgument<S, A, Effect<R>> handler, A argument) {
    return new Call<>(target(type, id, handler), false, Optional.of(argument), Optional.empty());
  }

  public static <S, A, R> Call<R> command(
      Class<S> type, String id, WithBoth<S, A, Effect<R>> handler, A argument) {
    return new Call<>(target(type, id, handler), false, Optional.of(argument), Optional.empty());
  }

  public static <S, R> Call<R> query(Class<S> type, String id, Plain<S, R> handler) {
    return new Call<>(target(type, id, handler), true, Optional.empty(), Optional.empty());
  }

  public static <S, R> Call<R> query(Class<S> type, String id, WithContext<S, R> handler) {
    return new Call<>(target(type, id, handler), true, Optional.empty(), Optional.empty());
  }

  public static <S, A, R> Call<R> query(
      Class<S> type, String id, WithArgument<S, A, R> handler, A argument) {
    return new Call<>(target(type, id, handler), true, Optional.of(argument), Optional.empty());
  }

  public static <S, A, R> Call<R> query(
      Class<S> type, String id, WithBoth<S, A, R> handler, A argument) {
    return new Call<>(target(type, id, handler), true, Optional.of(argument), Optional.empty());
  }

  /** A command of a service whose class is not at hand: one written in another language. */
  public static <R> Call<R> named(
      String service, String id, String handler, Object argument, Class<R> reply) {
    var target = new Target(service, id, handler, Optional.empty(), Optional.of(reply));
    return new Call<>(target, false, Optional.of(argument), Optional.empty());
  }

  /** What the sender itself is sent back if the receiver rejects. */
  public <S, A, T> Call<R> otherwise(WithArgument<S, A, Effect<T>> handler, A back) {
    return orElse(handler, Optional.of(back));
  }

  /** What the sender itself is sent back if the receiver rejects. */
  public <S, T> Call<R> otherwise(Plain<S, Effect<T>> handler) {
    return orElse(handler, Optional.empty());
  }

  private Call<R> orElse(Serializable handler, Optional<Object> back) {
    // The id of the sender is not known here; whoever sends the call fills it in.
    var sender = MethodReference.of(handler).type();
    var call = new Call<>(target(sender, "", handler), false, back, Optional.empty());
    return new Call<>(target, query, argument, Optional.of(call));
  }

  /** The wire name of the service. */
  public String service() {
    return target.service;
  }

  /** The instance; empty in the call of an {@link #otherwise}, which goes to the sender. */
  public String id() {
    return target.id;
  }

  /** The wire name of the handler. */
  public String handler() {
    return target.handler;
  }

  public boolean isQuery() {
    return query;
  }

  public Optional<Object> argument() {
    return argument;
  }

  public Optional<Call<?>> otherwise() {
    return otherwise;
  }

  /** The class of the service; empty if it was only named. */
  public Optional<Class<?>> type() {
    return target.type;
  }

  /** The type of the reply where the call was only named; else the handler's signature says it. */
  public Optional<Class<?>> reply() {
    return target.reply;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Call<?> call
        && query == call.query
        && target.sameAs(call.target)
        && Objects.deepEquals(argument.orElse(null), call.argument.orElse(null))
        && otherwise.equals(call.otherwise);
  }

  @Override
  public int hashCode() {
    return Objects.hash(target.service, target.id, target.handler);
  }

  @Override
  public String toString() {
    String address = target.service + "/" + target.id + "." + target.handler;
    String given = argument.map(it -> "(" + it + ")").orElse("()");
    return address + given + otherwise.map(it -> " otherwise " + it.handler()).orElse("");
  }

  private static Target target(Class<?> type, String id, Serializable handler) {
    var service = type.getAnnotation(Service.class);
    if (service == null) {
      throw new IllegalArgumentException(type.getSimpleName() + " is no @Service.");
    }
    String name = MethodReference.of(handler).wireName();
    return new Target(service.value(), id, name, Optional.of(type), Optional.empty());
  }

  private record Target(
      String service,
      String id,
      String handler,
      Optional<Class<?>> type,
      Optional<Class<?>> reply) {
    boolean sameAs(Target other) {
      return service.equals(other.service) && id.equals(other.id) && handler.equals(other.handler);
    }
  }

  /** The method that a method reference names; each place in the code has a class of its own. */
  private record MethodReference(Class<?> type, String wireName) {
    private static final ClassValue<AtomicReference<@Nullable MethodReference>> KNOWN =
        new ClassValue<>() {
          @Override
          protected AtomicReference<@Nullable MethodReference> computeValue(Class<?> place) {
            return new AtomicReference<>();
          }
        };

    static MethodReference of(Serializable handler) {
      AtomicReference<@Nullable MethodReference> known = KNOWN.get(handler.getClass());
      MethodReference reference = known.get();
      if (reference == null) {
        reference = read(handler);
        known.set(reference);
      }
      return reference;
    }

    private static MethodReference read(Serializable handler) {
      try {
        Method replace = handler.getClass().getDeclaredMethod("writeReplace");
        replace.setAccessible(true);
        if (replace.invoke(handler) instanceof SerializedLambda lambda
            && !lambda.getImplMethodName().startsWith("lambda$")) {
          Class<?> type =
              Class.forName(
                  lambda.getImplClass().replace('/', '.'),
                  false,
                  handler.getClass().getClassLoader());
          return new MethodReference(type, wireName(type, lambda.getImplMethodName()));
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(NAMELESS, e);
      }
      throw new IllegalArgumentException(NAMELESS);
    }

    private static final String NAMELESS =
        "A handler must have a name: write a method reference such as Account::deposit.";

    private static String wireName(Class<?> type, String method) {
      return Arrays.stream(type.getDeclaredMethods())
          .filter(it -> it.getName().equals(method))
          .map(it -> it.getAnnotation(Wire.class))
          .filter(wire -> wire != null && !wire.name().isEmpty())
          .map(Wire::name)
          .findFirst()
          .orElse(method);
    }
  }
}
