package dev.holdfast.edge;

import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is no HTTP request at all, in the same form as every other problem. Named in the
 * settings of the HTTP server, which makes it; logs nothing, since anybody can cause it at any
 * rate.
 */
public final class ParsingProblems extends ParsingErrorHandler {
  /** Made by the HTTP server. */
  public ParsingProblems() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    ProblemCode code =
        switch (status.intValue()) {
          case 413, 414, 431 -> ProblemCode.TOO_LARGE;
          default -> ProblemCode.INVALID_REQUEST;
        };
    int told = status.intValue() == 422 ? code.status() : status.intValue();
    Problem problem = code.problem(error.summary());
    return Responses.problem(
        new Problem(problem.code(), problem.kind(), told, problem.title(), problem.detail(), ""),
        "",
        0);
  }
}
