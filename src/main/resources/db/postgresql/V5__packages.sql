-- Packages of code, named by the hash of the names and contents of their files. The archive is the
-- hash of the package's own bytes: the same files may be packed in several ways, and only the parts
-- of this archive are the package. Times are nanoseconds since 1970.
CREATE TABLE package (
  bytes     bigint NOT NULL,
  since     bigint NOT NULL,
  complete  boolean NOT NULL,
  digest    text COLLATE "C" PRIMARY KEY,
  archive   text COLLATE "C" NOT NULL,
  author    text NOT NULL,
  signature text NOT NULL
);

CREATE TABLE package_part (
  number  int NOT NULL,
  digest  text COLLATE "C" NOT NULL,
  archive text COLLATE "C" NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (digest, archive, number)
);

-- They are compressed already.
ALTER TABLE package_part ALTER COLUMN content SET STORAGE EXTERNAL;
