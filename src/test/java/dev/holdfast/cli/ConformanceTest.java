package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code holdfast conformance} against the SDKs in processes, and against wrong functions. */
class ConformanceTest {
  /** Each wrong function and the check that has to find it. */
  private static final String FOUND_BY =
      """
      chunked: says how long it is
      plainText: an answer is JSON
      closes: a connection is kept
      onePiece: a request may come in pieces
      anyMethod: another method
      anyPath: another path
      noJsonIs500: a body that is no JSON
      arraysAreEmpty: a body that is no object
      anyBytes: a body that is not UTF-8
      smallBodies: a body of 15 MiB
      largeBodies: a body of more than 16 MiB
      noDepth: nested without end
      mixesUp: conformance-counter answers each of many
      twoOfAName: no name is there twice
      changing: discover says the same each time
      oddName: discover answers as its schema says
      noKind: discover answers as its schema says
      emptyMisfit: the empty state fits
      uselessSchema: each schema is one
      laterUpcast: upcasts are of versions
      valueWithoutEvents: a value lists
      routeForNobody: routes are
      otherTrigger: conformance-counter: its description
      nobodyIsAnybody: a service that is not here does not decide
      unknownHandlerIs500: conformance-counter has no handler
      namesNobody: refuses a request that names nobody
      anyArgument: add says where an argument does not fit
      noPointer: addItem says where an argument does not fit
      misfitIs500: addItem says where an argument does not fit
      nothingUnknown: add ignores what it does not know
      dice: add answers the same request
      unlistedVersion: addAll answers as its description
      unlistedType: addAll answers as its description
      otherData: addAll answers as its description
      unlistedRejection: checkout answers as its description
      otherStatus: a rejection has the status
      noDetail: a rejection persists nothing
      noState: add answers as its description
      otherState: add gives the state that its events fold to
      oldState: write gives the state that its events fold to
      queryWithEvents: value answers as its description
      statelessWithEvents: all answers as its description
      guessesStates: a state that was never sent
      statesOfAnybody: a state of another instance
      oneStateForAll: a state that is kept
      forgetsAll: keeps at least one
      misfitIsMissing: conformance-counter fails with a state that does not fit
      noStateIsEmpty: conformance-counter refuses to decide without a state
      needsForEver: with the answer it decides
      answersByPlace: by what was asked, not by their place
      anyAnswer: an answer to another question
      ownsRejections: a rejection that is not caught
      nothingIsNull: a query that finds nothing says so
      noughtIsNothing: a query that answers nought
      doublesOnly: integers are exact
      latin: text is Unicode
      shortDoubles: a whole number is a double
      seconds: a timer is set beside an event
      noOtherwise: a commit sends, publishes
      noKey: a commit sends, publishes
      ownKey: a commit sends, publishes
      noCancel: a commit sends, publishes
      localTime: a time with an offset
      publishesRejected: a rejection has neither
      foldReversed: conformance-counter tells of an event
      allOrNothing: conformance-counter tells of an event
      noAt: conformance-counter tells of an event
      atNought: an event with a field that does not fit
      errorOfNothing: conformance-counter tells of an event
      ignoresUnknownEvents: conformance-counter tells of an event
      noUpcast: an older version of an event is folded
      foldFromEmpty: events are folded in their order
      backwards: an older version that does not fit
      foldsStateless: conformance-echo has nothing to fold
      foldsNoInstances: conformance-counter refuses a fold without
      """;

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({"node, true", "node, false", "python, true", "python, false"})
  void theReferenceServicesOfAnSdkKeepToTheProtocol(String language, boolean bySocket)
      throws IOException {
    Optional<Path> socket = bySocket ? Optional.of(directory.resolve("s")) : Optional.empty();
    try (ServedFunction function = serve(language, "conformance", socket)) {
      assertEquals(bySocket, function.place().startsWith("/"), function.place());
      Ran ran = Ran.holdfast("conformance", function.place(), "--reference");
      assertEquals(0, ran.exitCode(), ran.out() + ran.err());
      assertTrue(ran.out().contains(" ok, 0 failed, "), ran.out());
    }
  }

  @ParameterizedTest
  @CsvSource({"node, cart", "node, weather", "python, cart", "python, weather"})
  void soDoesAnyOtherFunction(String language, String example) throws IOException {
    try (ServedFunction function = serve(language, example, Optional.empty())) {
      Ran ran = Ran.holdfast("conformance", function.place());
      assertEquals(0, ran.exitCode(), ran.out() + ran.err());
      assertTrue(ran.out().contains("skipped  conformance-counter: all cases"), ran.out());
    }
  }

  private static ServedFunction serve(String language, String example, Optional<Path> socket)
      throws IOException {
    String folder = "sdks/%s/examples/%s".formatted(language, example);
    return language.equals("node")
        ? ServedFunction.node(folder, socket)
        : ServedFunction.python(folder, socket);
  }

  @Test
  void whatAFunctionGetsWrongIsFound() throws IOException {
    Map<String, String> foundBy = new TreeMap<>();
    FOUND_BY.lines().forEach(line -> foundBy.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
    try (ServedFunction wrong = wrongFunctions()) {
      assertEquals(wrongs(wrong), new TreeSet<>(foundBy.keySet()));
      List<String> notFound = new ArrayList<>();
      foundBy.forEach(
          (name, check) -> {
            String place = wrong.place() + "/" + name;
            Ran ran = Ran.holdfast("conformance", place, "--reference", "--only", check);
            if (ran.exitCode() != 1 || !ran.out().contains("FAILED ")) {
              notFound.add(name + ": " + ran.out() + ran.err());
            }
            Ran right = Ran.holdfast("conformance", wrong.place() + "/right", "--only", check);
            if (right.exitCode() != 0) {
              notFound.add("right, but: " + right.out() + right.err());
            }
          });
      assertEquals(List.of(), notFound);
    }
  }

  private static ServedFunction wrongFunctions() throws IOException {
    return ServedFunction.start(
        Optional.empty(), Map.of(), "node", "src/test/resources/conformance/wrong.mjs");
  }

  private static Set<String> wrongs(ServedFunction wrong) throws IOException {
    try (var client = new Client(URI.create(wrong.place()), Duration.ofSeconds(10))) {
      var names = new TreeSet<String>();
      client.get("/", Map.of()).json().forEach(name -> names.add(name.asText()));
      names.remove("right");
      return names;
    }
  }

  @Test
  void aFailureSaysWhatWasAskedExpectedAndGot() throws IOException {
    try (ServedFunction wrong = wrongFunctions()) {
      String place = wrong.place() + "/seconds";
      String check = "a timer is set beside an event";
      Ran ran = Ran.holdfast("conformance", place, "--only", check);
      List<String> lines = ran.out().lines().toList();
      assertEquals("FAILED   conformance-cart: " + check, lines.getFirst());
      assertTrue(lines.get(1).startsWith("    request:  POST /holdfast/v1/decide {"), ran.out());
      assertTrue(lines.get(2).contains("\"after\":1800000"), ran.out());
      assertTrue(lines.get(3).contains("\"after\":1800"), ran.out());
      assertEquals("0 ok, 1 failed, 0 skipped", lines.getLast());
      Ran json = Ran.holdfast("conformance", place, "--only", check, "--json");
      JsonNode line = JsonText.read(json.out().lines().findFirst().orElseThrow());
      assertEquals("failed", line.path("verdict").asText());
      assertTrue(line.path("got").asText().startsWith("200 {"), json.out());
      assertEquals("{\"ok\":0,\"failed\":1,\"skipped\":0}", json.out().lines().toList().getLast());
    }
  }

  @Test
  void referenceServicesThatAreNotThereFailIfTheyAreDemanded() throws IOException {
    try (ServedFunction counter = serve("node", "counter", Optional.empty())) {
      Ran ran = Ran.holdfast("conformance", counter.place(), "--reference", "--only", "all cases");
      assertEquals(1, ran.exitCode(), ran.out());
      assertEquals(2, Ran.holdfast("conformance", counter.place(), "--only", "xyz").exitCode());
    }
  }

  @Test
  void whereNobodyAnswersNothingIsChecked() {
    assertEquals(4, Ran.holdfast("conformance", "http://127.0.0.1:1").exitCode());
    assertEquals(2, Ran.holdfast("conformance", "/no/such/socket").exitCode());
    assertEquals(2, Ran.holdfast("conformance", "ftp://127.0.0.1/x").exitCode());
  }
}
