-- Facts about this database that are fixed when it is created.
CREATE TABLE journal_fact (
  name  text PRIMARY KEY,
  value text NOT NULL
);

-- One row a writer (an incarnation of a node). Every claim raises the generation of the writer it
-- takes from, so an unchanged generation proves that nobody took a slice. Mostly empty pages keep
-- each lock and update on one page.
CREATE TABLE writer_fence (
  writer_id  int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  generation bigint NOT NULL
) WITH (fillfactor = 10);

-- Who may append to a slice. Offsets up to the floor have been given, even where no row is left.
CREATE TABLE slice_owner (
  slice int PRIMARY KEY,
  owner int,
  epoch bigint NOT NULL,
  floor bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- One row a commit. Entities compare by bytes, so that listings and ranges do not depend on a
-- locale. The time is that of the commit, in nanoseconds since 1970.
CREATE TABLE journal (
  sequence     bigint NOT NULL,
  slice_offset bigint NOT NULL,
  epoch        bigint NOT NULL,
  time         bigint NOT NULL,
  slice        int NOT NULL,
  entity       text COLLATE "C" NOT NULL,
  payload      bytea NOT NULL,
  PRIMARY KEY (entity, sequence)
);
CREATE UNIQUE INDEX journal_slice_offset ON journal (slice, slice_offset);

-- The highest sequence number of an entity whose commits were deleted.
CREATE TABLE entity_floor (
  entity   text COLLATE "C" PRIMARY KEY,
  sequence bigint NOT NULL
);

-- The latest snapshot of an entity: a cache, deletable at any time.
CREATE TABLE snapshot (
  entity   text COLLATE "C" PRIMARY KEY,
  sequence bigint NOT NULL,
  epoch    bigint NOT NULL,
  slice    int NOT NULL,
  version  text NOT NULL,
  content  bytea NOT NULL
);

-- lz4 costs half of pglz for payloads of 2 KB; a server built without it keeps pglz.
DO $$
BEGIN
  ALTER TABLE journal ALTER COLUMN payload SET COMPRESSION lz4;
  ALTER TABLE snapshot ALTER COLUMN content SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  RAISE NOTICE 'lz4 is not available; payloads are compressed by pglz';
END $$;
