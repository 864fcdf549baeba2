package dev.holdfast.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClusterTablesTest {
  @Test
  void aTableOfNodesALineOfSlicesAndATableOfBusyInstances() throws IOException {
    String text =
        print(
            """
            {"node":"a:1","formation":3,"members":[
              {"node":"a:1","state":"up","oldest":true,"self":true,"url":"http://h:1",
               "version":"0.1.0","since":"2026-01-31T10:00:00Z","heartbeatAgeMillis":412,
               "residents":12,"handOffs":2,"slices":100},
              {"node":"b:1","state":"joining","oldest":false,"self":false,"slices":0}],
             "slices":{"count":256,"owned":100,"unowned":156},"handOffs":2,
             "hot":[{"service":"counter","id":"x","node":"a:1","callsPerSecond":12.5}]}
            """);
    String[] lines = text.split("\n", -1);
    assertEquals(9, lines.length, text);
    assertTrue(lines[1].matches("a:1 +up +oldest +http://h:1 +0.1.0 .*0.4 s +12 +100 +2"), text);
    assertTrue(lines[2].matches("b:1 +joining +- +- +- +- +- +0 +-"), text);
    assertEquals("256 slices, 100 owned, 156 not, 2 being taken over; formation 3", lines[4]);
    assertTrue(lines[7].matches(" *12.5 +counter/x +a:1"), text);
  }

  @Test
  void aDatabaseThatIsAwayIsSaid() throws IOException {
    String text = print("{\"members\":[],\"slices\":{\"count\":256},\"handOffs\":0,\"hot\":[]}");
    assertTrue(text.contains("owners unknown: the database does not answer"), text);
  }

  private static String print(String report) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      new ClusterTables(new ObjectMapper().readTree(report), out).print();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
