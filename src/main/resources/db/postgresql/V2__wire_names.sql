-- The event types that journals of a service may hold: a version that cannot read one is refused.
CREATE TABLE wire_name (
  service text COLLATE "C" NOT NULL,
  type    text COLLATE "C" NOT NULL,
  version int NOT NULL,
  PRIMARY KEY (service, type, version)
);
