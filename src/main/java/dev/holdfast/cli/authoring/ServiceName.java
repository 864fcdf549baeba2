package dev.holdfast.cli.authoring;

import dev.holdfast.cli.CommandFailed;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a service that is about to be made.
 *
 * @param text as it is in addresses, such as {@code parking-meter}
 */
record ServiceName(String text) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int LONGEST = 60;

  /** What the templates use themselves, and what Java gives everybody. */
  private static final Set<String> TAKEN =
      Set.of(
          "Added",
          "Allow",
          "Effect",
          "Entity",
          "Event",
          "Integer",
          "Object",
          "Override",
          "Query",
          "Record",
          "Scenario",
          "Service",
          "String",
          "Test");

  /** What somebody typed; ends the command where no service can be called so. */
  static ServiceName typed(String text) {
    CommandFailed.unless(
        NAME.matcher(text).matches() && text.length() <= LONGEST,
        "\"%s\" cannot be the name of a service: small letters, digits and single hyphens, a letter"
                .formatted(text)
            + " first, at most "
            + LONGEST
            + ", such as parking-meter");
    return new ServiceName(text);
  }

  /** The name of the class, such as {@code ParkingMeter}. */
  String type() {
    String type =
        Arrays.stream(text.split("-", -1))
            .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
            .collect(Collectors.joining());
    return TAKEN.contains(type) ? type + "Service" : type;
  }
}
