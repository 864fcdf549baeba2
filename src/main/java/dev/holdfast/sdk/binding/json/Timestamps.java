package dev.holdfast.sdk.binding.json;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Instants in the form {@code 2026-01-31T10:00:00Z}. What has that very form is read without the
 * JDK's general formatter, which takes most of the time of reading an observation.
 */
final class Timestamps {
  private static final int PLAIN_LENGTH = 20;
  private static final int SECONDS_A_DAY = 86_400;

  private Timestamps() {}

  static Object parse(String text) {
    if (text.length() != PLAIN_LENGTH
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(19) != 'Z') {
      return Instant.parse(text);
    }
    int year = number(text, 0, 4);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (year < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return Instant.parse(text);
    }
    if (second < 0 || second > 59) {
      return Instant.parse(text);
    }
    long day = LocalDate.of(year, number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    return Instant.ofEpochSecond(day * SECONDS_A_DAY + hour * 3600L + minute * 60L + second);
  }

  static String print(Object instant) {
    return instant.toString();
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
