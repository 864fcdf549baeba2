package dev.holdfast.protocol;

import java.util.Locale;

/** Every failure the platform itself can answer with; each has a page {@code docs/problems}. */
public enum ProblemCode {
  INVALID_JSON(Problem.Kind.CALLER, 400, "The body is not valid JSON"),
  INVALID_ARGUMENT(Problem.Kind.CALLER, 400, "The argument does not fit the handler"),
  INVALID_REQUEST(Problem.Kind.CALLER, 400, "The request is malformed"),
  UNAUTHENTICATED(Problem.Kind.CALLER, 401, "The credential is missing or wrong"),
  FORBIDDEN(Problem.Kind.CALLER, 403, "The caller may not do this"),
  UNKNOWN_ROUTE(Problem.Kind.CALLER, 404, "There is nothing at this path"),
  UNKNOWN_SERVICE(Problem.Kind.CALLER, 404, "No such service is deployed"),
  UNKNOWN_HANDLER(Problem.Kind.CALLER, 404, "The service has no such handler"),
  UNKNOWN_ENTITY(Problem.Kind.CALLER, 404, "The instance has no history"),
  UNKNOWN_INVOCATION(Problem.Kind.CALLER, 404, "No such invocation is known"),
  UNKNOWN_MESSAGE(Problem.Kind.CALLER, 404, "No such message is parked"),
  UNKNOWN_SUBSCRIPTION(Problem.Kind.CALLER, 404, "There is no such subscription"),
  UNKNOWN_DEPLOYMENT(Problem.Kind.CALLER, 404, "There is no such deployment"),
  UNKNOWN_VERSION(Problem.Kind.CALLER, 404, "The deployment has no such version"),
  NOTHING_THERE(Problem.Kind.CALLER, 404, "The query found nothing"),
  METHOD_NOT_ALLOWED(Problem.Kind.CALLER, 405, "The path does not take this method"),
  NOT_ACCEPTABLE(Problem.Kind.CALLER, 406, "The answer has no form the caller accepts"),
  RECEIVE_TIMEOUT(Problem.Kind.CALLER, 408, "The request did not arrive in time"),
  SEQUENCE_CONFLICT(Problem.Kind.CALLER, 409, "The instance has moved on"),
  TOO_LARGE(Problem.Kind.CALLER, 413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(Problem.Kind.CALLER, 415, "The body is not JSON"),
  KEY_REUSED(Problem.Kind.CALLER, 422, "The idempotency key belongs to another request"),
  UNLOADABLE_CODE(Problem.Kind.CALLER, 422, "The code cannot be loaded"),
  GATE_REFUSED(Problem.Kind.CALLER, 422, "The journals do not go with the new version"),
  PACKAGE_REFUSED(Problem.Kind.CALLER, 422, "The package breaks a rule or a limit"),
  PACKAGE_UNSIGNED(Problem.Kind.CALLER, 403, "The package is not signed by somebody trusted"),
  CALL_CYCLE(Problem.Kind.CALLER, 422, "The call would wait for itself"),
  TOO_MANY_REQUESTS(Problem.Kind.LIMIT, 429, "The instance has too many requests waiting"),
  HANDLER_FAILED(Problem.Kind.SYSTEM, 500, "The handler failed"),
  INTERNAL(Problem.Kind.SYSTEM, 500, "The platform failed"),
  NOT_READY(Problem.Kind.SYSTEM, 503, "The node is not ready"),
  OVERLOADED(Problem.Kind.LIMIT, 503, "The node has too much to do"),
  OUTCOME_UNKNOWN(Problem.Kind.SYSTEM, 503, "It is not known whether the command was committed"),
  DEADLINE_EXCEEDED(Problem.Kind.SYSTEM, 504, "The deadline passed before an answer");

  private final Problem.Kind kind;
  private final int status;
  private final String title;

  ProblemCode(Problem.Kind kind, int status, String title) {
    this.kind = kind;
    this.status = status;
    this.title = title;
  }

  /** The wire form, such as {@code outcome-unknown}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Problem.Kind kind() {
    return kind;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public Problem problem(String detail) {
    return new Problem(code(), kind, status, title, detail, "");
  }

  /** A problem with one field of the argument, named by a JSON pointer. */
  public Problem at(String pointer, String detail) {
    return new Problem(code(), kind, status, title, detail, pointer);
  }
}
