package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;

/** Requests for services that are not here. */
final class RefusalChecks {
  private static final String NOBODY = "nobody-here";

  private final Function function;
  private final Schemas schemas;

  RefusalChecks(Function function, Schemas schemas) {
    this.function = function;
    this.schemas = schemas;
  }

  List<Check> all() {
    return List.of(
        new Check(
            "a service that is not here does not decide",
            () ->
                function
                    .ask("decide", Requests.decide(NOBODY, "some", NullNode.instance))
                    .refused(schemas, 404)),
        new Check(
            "a service that is not here does not fold",
            () -> function.ask("fold", Requests.fold(NOBODY)).refused(schemas, 404)));
  }
}
