package dev.holdfast.cli.faults.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.faults.inject.Faults;
import dev.holdfast.cli.faults.machine.FunctionProcesses.Seen;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FunctionProcessesTest {
  private static final String NODE = "node /sdks/node/bin/holdfast-node.js /faults/node ";
  private static final String PYTHON = "/usr/bin/python3 -u -m holdfast /faults/python ";

  @Test
  void behindWallsOnlyTheFunctionItselfIsFound() {
    List<Seen> all =
        List.of(
            new Seen(10, 1, "/usr/bin/bwrap --unshare-pid " + NODE),
            new Seen(11, 10, "/usr/bin/bwrap --unshare-pid " + NODE),
            new Seen(12, 11, NODE),
            new Seen(20, 1, NODE),
            new Seen(30, 1, "/usr/lib/postgresql "));
    assertEquals(List.of(12L, 20L), FunctionProcesses.among(all, ServiceLanguage.NODE.sign()));
  }

  @Test
  void eachLanguageHasASignOfItsOwn() {
    List<Seen> all = List.of(new Seen(12, 1, NODE), new Seen(13, 1, PYTHON));
    assertEquals(List.of(12L), FunctionProcesses.among(all, ServiceLanguage.NODE.sign()));
    assertEquals(List.of(13L), FunctionProcesses.among(all, ServiceLanguage.PYTHON.sign()));
  }

  @Test
  void onlyServicesWithProcessesHaveTheirFunctionsKilled() {
    Set<String> onlyThere = new TreeSet<>(Faults.groups(ServiceLanguage.NODE));
    onlyThere.removeAll(Faults.groups(ServiceLanguage.JAVA));
    assertEquals(Set.of("function-kill", "function-stop"), onlyThere);
    assertFalse(ServiceLanguage.JAVA.hasProcesses());
    assertTrue(ServiceLanguage.PYTHON.hasProcesses());
  }
}
