package dev.holdfast.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.client.JsonText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlikeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1.0 | true",
        "1e2 | 100 | true",
        "9007199254740991 | 9007199254740992 | false",
        "0.1 | 0.10000000000000001 | false",
        "1 | \"1\" | false",
        "{\"a\": 1, \"b\": 2} | {\"b\": 2, \"a\": 1} | true",
        "{\"a\": 1} | {\"a\": 1, \"b\": null} | false",
        "[1, 2] | [2, 1] | false",
        "null | false | false",
        "\"…\" | \"\" | true",
        "\"a…c\" | \"a.c\" | true",
        "\"a…c\" | \"a.cd\" | false",
        "\"a.c\" | \"abc\" | false",
      })
  void valuesAreComparedByWhatTheySay(String expected, String got, boolean alike) {
    assertEquals(alike, Alike.are(JsonText.read(expected), JsonText.read(got)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {\"reply\": null}",
        "{\"events\": [], \"sends\": []} | {\"reply\": null}",
        "{\"problem\": {\"code\": \"a\"}} | {\"problem\": {\"code\": \"a\", \"status\": 422}}",
        "{\"problem\": {\"status\": 400, \"pointer\": \"\"}} | {\"problem\": {\"status\": 400}}",
        "{\"needs\": [{\"id\": \"a\"}]} | {\"needs\": [{\"id\": \"a\", \"argument\": null}]}",
        "{\"nothing\": true} | {\"nothing\": true}",
      })
  void whatMayBeLeftOutIsTheSameAsWhatItMeans(String answer, String plain) {
    assertEquals(JsonText.read(plain), PlainAnswer.of(JsonText.read(answer)));
  }
}
