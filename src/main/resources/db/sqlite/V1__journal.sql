-- The tables of PostgreSQL's V1__journal.sql, which explains them; here is what differs.
CREATE TABLE journal_fact (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE writer_fence (
  writer_id  INTEGER PRIMARY KEY AUTOINCREMENT,
  generation INTEGER NOT NULL
);

CREATE TABLE slice_owner (
  slice INTEGER PRIMARY KEY,
  owner INTEGER,
  epoch INTEGER NOT NULL,
  floor INTEGER NOT NULL DEFAULT 0
);

-- One writer makes row ids the order of commits; AUTOINCREMENT keeps them from being given again
-- after deletes. An index by slice and offset would cost a quarter of the speed, so a slice is read
-- in the order of row ids.
CREATE TABLE journal (
  ordering     INTEGER PRIMARY KEY AUTOINCREMENT,
  entity       TEXT NOT NULL,
  sequence     INTEGER NOT NULL,
  slice        INTEGER NOT NULL,
  slice_offset INTEGER NOT NULL,
  epoch        INTEGER NOT NULL,
  time         INTEGER NOT NULL,
  payload      BLOB NOT NULL,
  UNIQUE (entity, sequence)
);

CREATE TABLE entity_floor (
  entity   TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE snapshot (
  entity   TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,
  epoch    INTEGER NOT NULL,
  slice    INTEGER NOT NULL,
  version  TEXT NOT NULL,
  content  BLOB NOT NULL
);
