package dev.holdfast.cli.drills.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.drills.load.Course.Next;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final Attempt CUT = new Attempt.Cut();
  private static final Attempt NOT_CONNECTED = new Attempt.NotConnected();

  @Test
  void withAKeyWhateverMayHavePassedIsAskedAgain() {
    var course = new Course(true);
    assertEquals(Next.AGAIN, after(course, CUT));
    assertEquals(Next.AGAIN, after(course, answered(504, "deadline-exceeded")));
    assertEquals(Next.AGAIN, after(course, answered(503, "outcome-unknown")));
    assertEquals(Next.ACKNOWLEDGED, after(course, answered(200, "")));
  }

  @Test
  void withoutAKeyNothingFollowsWhatMayHaveBeenWritten() {
    assertEquals(Next.UNKNOWN, after(new Course(false), CUT));
    assertEquals(Next.UNKNOWN, after(new Course(false), new Attempt.Silent()));
    assertEquals(Next.UNKNOWN, after(new Course(false), answered(504, "deadline-exceeded")));
    assertEquals(Next.UNKNOWN, after(new Course(false), answered(503, "outcome-unknown")));
    // An answer of something in between says nothing about the node.
    assertEquals(Next.UNKNOWN, after(new Course(false), answered(503, "")));
  }

  @Test
  void withoutAKeyWhatWasCertainlyNotWrittenIsAskedAgain() {
    var course = new Course(false);
    assertEquals(Next.AGAIN, after(course, NOT_CONNECTED));
    assertEquals(Next.AGAIN, after(course, answered(503, "not-ready")));
    assertEquals(Next.AGAIN, after(course, answered(503, "overloaded")));
    assertFalse(course.perhapsWritten());
    assertEquals(Next.ACKNOWLEDGED, after(course, answered(200, "")));
  }

  @Test
  void whenTheBudgetIsUsedUpTheCallHasFailedWithAKeyOrWithout() {
    for (boolean keyed : new boolean[] {true, false}) {
      assertEquals(Next.FAILED, new Course(keyed).after(Verdict.of(CUT), false));
      assertEquals(Next.FAILED, new Course(keyed).after(Verdict.of(NOT_CONNECTED), false));
    }
  }

  @Test
  void anAnswerThatComesTooLateIsAFailureOfWhichTheEffectMayBeThere() {
    var course = new Course(true);
    assertEquals(Next.FAILED, course.after(Verdict.DONE, false));
    assertTrue(course.perhapsWritten());
  }

  @Test
  void aRefusalIsAFailureThatWroteNothing() {
    var course = new Course(true);
    assertEquals(Next.FAILED, after(course, answered(429, "too-many-requests")));
    assertFalse(course.perhapsWritten());
  }

  @Test
  void aFailureOfTheNodeIsAFailureThatMayHaveWritten() {
    var course = new Course(true);
    assertEquals(Next.FAILED, after(course, answered(500, "internal")));
    assertTrue(course.perhapsWritten());
  }

  private static Attempt answered(int status, String code) {
    return new Attempt.Answered(status, code);
  }

  private static Next after(Course course, Attempt attempt) {
    return course.after(Verdict.of(attempt), true);
  }
}
