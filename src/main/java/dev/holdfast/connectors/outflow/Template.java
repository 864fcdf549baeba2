package dev.holdfast.connectors.outflow;

import dev.holdfast.protocol.Publication;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with {@code {key}} and {@code {topic}} in it. */
public record Template(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{(key|topic)}");

  /** The text for one message; what is put in is not looked at again. */
  public String of(Publication publication) {
    return PLACE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1).equals("key") ? publication.key() : publication.topic()));
  }
}
