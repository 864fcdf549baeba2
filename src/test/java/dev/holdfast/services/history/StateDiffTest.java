package dev.holdfast.services.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.services.history.StateDiff.Change;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateDiffTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static List<String> diff(String before, String after) {
    return StateDiff.between(json(before), json(after)).stream()
        .map(
            change ->
                change.operation()
                    + " "
                    + change.path()
                    + change.from().map(from -> " from " + from).orElse("")
                    + change.value().map(value -> " to " + value).orElse(""))
        .toList();
  }

  @Test
  void equalStatesHaveNoDiff() {
    assertEquals(List.of(), diff("{'a':[1,{'b':2}]}", "{'a':[1,{'b':2}]}"));
  }

  @Test
  void fieldsAreAddedRemovedAndReplacedWhereTheyStand() {
    assertEquals(
        List.of("REPLACE /a from 1 to 2", "REMOVE /b from true", "ADD /c~1d to []"),
        diff("{'a':1,'b':true}", "{'a':2,'c/d':[]}"));
    assertEquals(List.of("REPLACE /a/b from 1 to 2"), diff("{'a':{'b':1}}", "{'a':{'b':2}}"));
    assertEquals(List.of("REPLACE  from 1 to {}"), diff("1", "{}"));
  }

  @Test
  void aRollingListLosesItsFirstAndGainsItsLast() {
    assertEquals(
        List.of("REMOVE /hours/0 from 1", "ADD /hours/3 to 5"),
        diff("{'hours':[1,2,3,4]}", "{'hours':[2,3,4,5]}"));
  }

  @Test
  void anElementThatChangedInPlaceIsLookedInto() {
    assertEquals(
        List.of("REPLACE /1/n from 2 to 3"),
        diff("[{'n':1},{'n':2},{'n':4}]", "[{'n':1},{'n':3},{'n':4}]"));
  }

  @Test
  void anInsertionInTheMiddleLeavesTheRestAlone() {
    assertEquals(List.of("ADD /1 to 9"), diff("[1,2,3]", "[1,9,2,3]"));
    assertEquals(List.of("REMOVE /1 from 9"), diff("[1,9,2,3]", "[1,2,3]"));
  }

  @Test
  void aChangeOfEverythingIsToldAsOne() {
    var before = MAPPER.createObjectNode();
    var after = MAPPER.createObjectNode();
    for (int i = 0; i < 2_000; i++) {
      before.put("k" + i, i);
      after.put("k" + i, -1 - i);
    }
    List<Change> changes = StateDiff.between(before, after);
    assertEquals(1, changes.size());
    assertEquals(after, apply(before, changes));
  }

  @Test
  void appliedToTheStateBeforeAnyDiffGivesTheStateAfter() {
    long seed = 42;
    var random = new Random(seed);
    int changed = 0;
    for (int i = 0; i < 20_000; i++) {
      JsonNode before = random(random, 3);
      JsonNode after = random.nextBoolean() ? random(random, 3) : damaged(before, random);
      List<Change> changes = StateDiff.between(before, after);
      changed += changes.isEmpty() ? 0 : 1;
      assertEquals(after, apply(before, changes), "SEED=" + seed + " " + before + " -> " + after);
    }
    assertTrue(changed > 10_000, "too few changes: " + changed);
  }

  private static JsonNode random(Random random, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (depth == 0 ? 2 : random.nextInt(4)) {
      case 0 -> {
        ObjectNode object = nodes.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set("abc/~".substring(i, i + 1), random(random, depth - 1));
        }
        yield object;
      }
      case 1 -> {
        ArrayNode array = nodes.arrayNode();
        for (int i = random.nextInt(8); i > 0; i--) {
          array.add(random(random, depth - 1));
        }
        yield array;
      }
      default -> nodes.numberNode(random.nextInt(4));
    };
  }

  private static JsonNode damaged(JsonNode before, Random random) {
    JsonNode after = before.deepCopy();
    if (after instanceof ArrayNode array && !array.isEmpty()) {
      array.remove(random.nextInt(array.size()));
      array.insert(random.nextInt(array.size() + 1), random(random, 1));
    }
    return after;
  }

  /** JSON Patch, as RFC 6902 has it. */
  private static JsonNode apply(JsonNode before, List<Change> changes) {
    JsonNode root = before.deepCopy();
    for (Change change : changes) {
      var pointer = JsonPointer.compile(change.path());
      if (pointer.matches()) {
        assertEquals(root, change.from().orElseThrow());
        root = change.value().orElseThrow().deepCopy();
        continue;
      }
      JsonNode parent = root.at(pointer.head());
      change.from().ifPresent(from -> assertEquals(from, parent.at(pointer.last())));
      if (parent instanceof ObjectNode object) {
        String name = pointer.last().getMatchingProperty();
        if (change.value().isPresent()) {
          object.set(name, change.value().get().deepCopy());
        } else {
          object.remove(name);
        }
      } else {
        patch((ArrayNode) parent, pointer.last().getMatchingIndex(), change);
      }
    }
    return root;
  }

  private static void patch(ArrayNode array, int index, Change change) {
    switch (change.operation()) {
      case ADD -> array.insert(index, change.value().orElseThrow().deepCopy());
      case REMOVE -> array.remove(index);
      case REPLACE -> array.set(index, change.value().orElseThrow().deepCopy());
    }
  }
}
