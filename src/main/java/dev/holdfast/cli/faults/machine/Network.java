package dev.holdfast.cli.faults.machine;

import java.util.List;
import java.util.Optional;

/**
 * How the nodes reach each other, their database and their callers. Nodes are counted from 1.
 *
 * <p>Invariant: packets that are cut vanish without a word, as on a broken wire; callers are never
 * cut from a node.
 */
public sealed interface Network extends AutoCloseable permits Namespaces, Loopback {
  /** Where a node listens. */
  String host(int node);

  /** Where a node finds the database. */
  String databaseHost();

  /** Whose callers the database trusts besides loopback; empty for nobody else. */
  Optional<String> databaseCallers();

  /** What comes before the command of a node. */
  List<String> prefix(int node);

  /** Whether {@link #cut} and {@link #cutDatabase} work here. */
  boolean canCut();

  /** Drops what one node sends to another. */
  void cut(int from, int to);

  /** Drops what a node sends to the database. */
  void cutDatabase(int node);

  /** Mends everything. */
  void heal();

  /** In words, for who reads the report. */
  String description();

  @Override
  void close();
}
