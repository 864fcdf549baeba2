-- The event types that journals of a service may hold: a version that cannot read one is refused.
CREATE TABLE wire_name (
  service text NOT NULL,
  type    text NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (service, type, version)
) WITHOUT ROWID;
