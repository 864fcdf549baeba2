package dev.holdfast.cli.faults;

import dev.holdfast.cli.local.NodeSetup;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A negative control: one promise is broken on purpose, and the suite must see it. */
enum Unsafe {
  FENCE("fence", "holdfast.journal.unsafe.fence", false, "stop-40"),
  EPOCH("epoch", "holdfast.journal.unsafe.epoch-carried", false, "stop-40"),
  EARLY_ANSWER("early-answer", "holdfast.services.unsafe.answer-before-commit", true, "kill"),
  DEDUP("dedup", "holdfast.services.unsafe.dedup", false, "kill");

  private final String word;
  private final String key;
  private final boolean value;
  private final String group;

  Unsafe(String word, String key, boolean value, String group) {
    this.word = word;
    this.key = key;
    this.value = value;
    this.group = group;
  }

  static Optional<Unsafe> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }

  String word() {
    return word;
  }

  /** The line in a node's file of settings. */
  String setting() {
    return NodeSetup.setting(key, value);
  }

  /** The faults that show it soonest. */
  Set<String> faults() {
    return Set.of(group);
  }
}
