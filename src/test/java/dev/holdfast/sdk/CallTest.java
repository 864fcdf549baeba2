package dev.holdfast.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallTest {
  @Service("door")
  record Door(@Query boolean open) implements Value<Door> {
    Door() {
      this(false);
    }

    @Wire(name = "turn")
    Effect<Void> turnKey(int times) {
      return save(new Door(times % 2 == 1));
    }

    Effect<String> knock(Context context) {
      return reply(context.id());
    }

    Effect<String> knockOften(int times, Context context) {
      return reply(context.id().repeat(times));
    }
  }

  @Test
  void aCallNamesItsServiceAndHandlerByTheirWireNames() {
    Call<Void> turn = Call.command(Door.class, "d1", Door::turnKey, 3);
    assertEquals("door/d1.turn(3)", turn.toString());
    assertEquals(Optional.of(3), turn.argument());
    assertEquals("knock", Call.command(Door.class, "d1", Door::knock).handler());
    assertEquals("knockOften", Call.command(Door.class, "d1", Door::knockOften, 2).handler());
    Call<Boolean> open = Call.query(Door.class, "d1", Door::open);
    assertEquals("open", open.handler());
    assertTrue(open.isQuery());
  }

  @Test
  void callsThatSayTheSameAreEqual() {
    for (int i = 0; i < 2; i++) {
      assertEquals(
          Call.command(Door.class, "d1", Door::turnKey, 3).otherwise(Door::turnKey, 1),
          Call.command(Door.class, "d1", Door::turnKey, 3).otherwise(Door::turnKey, 1));
    }
    Call<Void> call = Call.command(Door.class, "d1", Door::turnKey, 3);
    assertNotEquals(call, Call.command(Door.class, "d1", Door::turnKey, 4));
    assertNotEquals(call, Call.command(Door.class, "d2", Door::turnKey, 3));
    assertNotEquals(call, call.otherwise(Door::turnKey, 1));
    assertEquals(call, Call.named("door", "d1", "turn", 3, Void.class));
  }

  @Test
  void aLambdaHasNoNameAndIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Call.command(Door.class, "d1", (door, context) -> door.knock(context)));
    assertEquals(
        "A handler must have a name: write a method reference such as Account::deposit.",
        refused.getMessage());
  }

  @Test
  void onlyCommandsAreSentAndNothingIsSentWithARejection() {
    enum Problem implements Rejection {
      JAMMED
    }
    Call<Boolean> open = Call.query(Door.class, "d1", Door::open);
    assertThrows(IllegalArgumentException.class, () -> new Door().reply().send(open));
    Effect<Void> rejection = new Door().reject(Problem.JAMMED, "It is jammed.");
    assertThrows(IllegalStateException.class, () -> rejection.cancel("timer"));
    assertEquals("jammed", Problem.JAMMED.code());
  }

  @Test
  void aSecretDoesNotShowItself() {
    record Keys(Secret key) {}
    assertEquals("Keys[key=***]", new Keys(new Secret("swordfish")).toString());
    assertFalse(new Secret("swordfish").toString().contains("sword"));
  }
}
