-- What a commit causes beside the state, in words; NULL for nearly all, which cause nothing. Words
-- are separated by spaces: > sends, ~ timers, ! parking, @TOPIC for each topic published to.
ALTER TABLE journal ADD COLUMN outgoing text;

-- Only commits that cause something are in it, so the others pay nothing. The two columns besides
-- let a search by topic or time stay in the index.
CREATE INDEX journal_outgoing ON journal (slice, slice_offset) INCLUDE (time, outgoing)
  WHERE outgoing IS NOT NULL;

-- How far the messages of a slice were delivered along a lane: all up to this offset, but for what
-- was put aside. Half-empty pages keep the updates on their page.
CREATE TABLE delivery_position (
  slice        int NOT NULL,
  lane         text COLLATE "C" NOT NULL,
  slice_offset bigint NOT NULL,
  PRIMARY KEY (slice, lane)
) WITH (fillfactor = 50);

-- Receivers (an instance, or a service for all of its instances) for whom the messages of a slice
-- wait, from this message on. Times are nanoseconds since 1970, here and below.
CREATE TABLE delivery_aside (
  slice        int NOT NULL,
  lane         text COLLATE "C" NOT NULL,
  receiver     text COLLATE "C" NOT NULL,
  slice_offset bigint NOT NULL,
  idx          int NOT NULL,
  since        bigint NOT NULL,
  tries        int NOT NULL,
  error_code   text NOT NULL,
  error_detail text NOT NULL,
  PRIMARY KEY (slice, lane, receiver)
) WITH (fillfactor = 50);
CREATE INDEX delivery_aside_receiver ON delivery_aside (receiver);

-- Timers of instances that have not gone off, by the number of the commit that set them.
CREATE TABLE timer (
  due      bigint NOT NULL,
  sequence bigint NOT NULL,
  slice    int NOT NULL,
  entity   text COLLATE "C" NOT NULL,
  name     text COLLATE "C" NOT NULL,
  PRIMARY KEY (entity, name)
);
CREATE INDEX timer_due ON timer (slice, due, entity, name);

-- Messages that instances could not handle, by the number of the commit that parked them: a list
-- of what the instances themselves know.
CREATE TABLE parked (
  number       bigint NOT NULL,
  since        bigint NOT NULL,
  slice        int NOT NULL,
  tries        int NOT NULL,
  blocking     boolean NOT NULL,
  entity       text COLLATE "C" NOT NULL,
  lane         text COLLATE "C" NOT NULL,
  handler      text NOT NULL,
  error_code   text NOT NULL,
  error_detail text NOT NULL,
  PRIMARY KEY (entity, number)
);

-- Topics that were ever published or subscribed to.
CREATE TABLE topic (
  name  text COLLATE "C" PRIMARY KEY,
  since bigint NOT NULL
);

-- Who gets the messages of a topic. The generation is raised when it begins anew.
CREATE TABLE subscription (
  name       text COLLATE "C" PRIMARY KEY,
  topic      text COLLATE "C" NOT NULL,
  generation int NOT NULL,
  paused     boolean NOT NULL,
  since      bigint NOT NULL,
  settings   text NOT NULL
);

-- Services to which nothing is delivered until somebody resumes them.
CREATE TABLE paused_service (
  name   text COLLATE "C" PRIMARY KEY,
  since  bigint NOT NULL,
  reason text NOT NULL
);

-- Calendars of handlers, as service.handler.id, and the due time that was last taken care of.
CREATE TABLE schedule (
  name  text COLLATE "C" PRIMARY KEY,
  since bigint NOT NULL,
  last  bigint NOT NULL
);

-- Ways between topics and what is outside.
CREATE TABLE connector (
  name     text COLLATE "C" PRIMARY KEY,
  settings text NOT NULL,
  since    bigint NOT NULL
);
