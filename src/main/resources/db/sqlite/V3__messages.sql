-- The tables of PostgreSQL's V4__messages.sql, which explains them; here is what differs.
ALTER TABLE journal ADD COLUMN outgoing TEXT;

-- Plain commits are not in it, so that it costs them nothing, unlike an index of all slices.
CREATE INDEX journal_outgoing ON journal (slice, slice_offset, time, outgoing)
  WHERE outgoing IS NOT NULL;

CREATE TABLE delivery_position (
  slice        INTEGER NOT NULL,
  lane         TEXT NOT NULL,
  slice_offset INTEGER NOT NULL,
  PRIMARY KEY (slice, lane)
) WITHOUT ROWID;

CREATE TABLE delivery_aside (
  slice        INTEGER NOT NULL,
  lane         TEXT NOT NULL,
  receiver     TEXT NOT NULL,
  slice_offset INTEGER NOT NULL,
  idx          INTEGER NOT NULL,
  since        INTEGER NOT NULL,
  tries        INTEGER NOT NULL,
  error_code   TEXT NOT NULL,
  error_detail TEXT NOT NULL,
  PRIMARY KEY (slice, lane, receiver)
) WITHOUT ROWID;
CREATE INDEX delivery_aside_receiver ON delivery_aside (receiver);

CREATE TABLE timer (
  entity   TEXT NOT NULL,
  name     TEXT NOT NULL,
  slice    INTEGER NOT NULL,
  due      INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (entity, name)
) WITHOUT ROWID;
CREATE INDEX timer_due ON timer (slice, due, entity, name);

CREATE TABLE parked (
  entity       TEXT NOT NULL,
  number       INTEGER NOT NULL,
  slice        INTEGER NOT NULL,
  lane         TEXT NOT NULL,
  since        INTEGER NOT NULL,
  handler      TEXT NOT NULL,
  error_code   TEXT NOT NULL,
  error_detail TEXT NOT NULL,
  tries        INTEGER NOT NULL,
  blocking     INTEGER NOT NULL,
  PRIMARY KEY (entity, number)
) WITHOUT ROWID;

CREATE TABLE topic (
  name  TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE subscription (
  name       TEXT PRIMARY KEY,
  topic      TEXT NOT NULL,
  generation INTEGER NOT NULL,
  paused     INTEGER NOT NULL,
  since      INTEGER NOT NULL,
  settings   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE paused_service (
  name   TEXT PRIMARY KEY,
  since  INTEGER NOT NULL,
  reason TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE schedule (
  name  TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  last  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE connector (
  name     TEXT PRIMARY KEY,
  settings TEXT NOT NULL,
  since    INTEGER NOT NULL
) WITHOUT ROWID;
