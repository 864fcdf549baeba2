-- Which cluster this database serves: the number is raised by whoever forms a new one, under this
-- row's lock, so that of any number of nodes that start at once only one does.
CREATE TABLE cluster_formation (
  single    boolean PRIMARY KEY DEFAULT true CHECK (single),
  formation bigint NOT NULL,
  formed_at timestamptz NOT NULL
);
INSERT INTO cluster_formation (formation, formed_at) VALUES (0, now());

-- The nodes that are members, each with its heartbeat by this database's clock. Half-empty pages
-- keep the updates on their page.
CREATE TABLE cluster_member (
  address     text COLLATE "C" PRIMARY KEY,
  incarnation bigint NOT NULL,
  formation   bigint NOT NULL,
  writer_id   int NOT NULL,
  heartbeat   timestamptz NOT NULL,
  url         text NOT NULL,
  version     text NOT NULL,
  wire_format int NOT NULL,
  facts       text NOT NULL
) WITH (fillfactor = 50);
