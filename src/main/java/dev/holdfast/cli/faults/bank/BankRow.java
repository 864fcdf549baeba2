package dev.holdfast.cli.faults.bank;

import dev.holdfast.protocol.Commit;

/** One commit of a service of the bank, and where it stands. */
record BankRow(Place place, String entity, Commit commit) {
  /** A place in the journal. */
  record Place(int slice, long offset) {
    @Override
    public String toString() {
      return "slice " + slice + " offset " + offset;
    }
  }
}
