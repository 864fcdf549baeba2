package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken down when a start fails, and at the end. */
class UndoTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void theLastIsTakenDownFirstAndWhateverFailsTheRestFollows() {
    var undo = new Undo();
    undo.add(() -> done.add("journal"));
    undo.add(
        () -> {
          throw new IllegalStateException("cluster");
        });
    undo.add(
        () -> {
          throw new NoClassDefFoundError("hosting");
        });
    undo.add(() -> done.add("edge"));
    undo.run();
    assertEquals(List.of("edge", "journal"), done);
  }
}
