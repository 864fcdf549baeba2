-- The tables of PostgreSQL's V5__packages.sql, which explains them.
CREATE TABLE package (
  digest    TEXT NOT NULL PRIMARY KEY,
  archive   TEXT NOT NULL,
  bytes     INTEGER NOT NULL,
  since     INTEGER NOT NULL,
  author    TEXT NOT NULL,
  signature TEXT NOT NULL,
  complete  INTEGER NOT NULL
) WITHOUT ROWID;

-- With row ids: long rows make a tree without them deep.
CREATE TABLE package_part (
  digest  TEXT NOT NULL,
  archive TEXT NOT NULL,
  number  INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (digest, archive, number)
);
