package dev.holdfast.journal.store;

import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.WireNames;
import dev.holdfast.journal.deployments.NodeReports;
import dev.holdfast.journal.members.Members;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.journal.messages.OutgoingReads;
import dev.holdfast.journal.packages.StoredPackages;
import dev.holdfast.journal.store.JdbcDeliveries.Keeper;
import java.sql.SQLException;
import java.util.Optional;

/** One journal database: the seam between the dialects. */
public interface Store extends AutoCloseable {
  /** The lane of appends and claims, for one thread at a time; opens a connection. */
  AppendLane appendLane() throws SQLException;

  /**
   * The lane of snapshots, deletes and the delivery book, for one thread at a time; opens a
   * connection.
   */
  SideLane sideLane() throws SQLException;

  /** Batched reads for entities that start; for several threads. */
  RecoveryReads recoveryReads();

  CommitReads reads();

  OutgoingReads outgoingReads();

  /** The delivery book, whose fenced changes go the given way. */
  Deliveries deliveries(Keeper keeper);

  MessagingRegistry messagingRegistry();

  NodeReports nodeReports();

  /** Packages of code. */
  StoredPackages packages();

  WireNames wireNames();

  /** Which of the slices this writer owns in the database, and at what epoch. */
  Ownership owned(int writer) throws SQLException;

  /** The table of the cluster's members, where several nodes may share the database. */
  default Optional<Members> members() {
    return Optional.empty();
  }

  @Override
  void close();
}
