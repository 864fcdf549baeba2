-- How far each node is with each deployment, as it said itself. What is deployed is in the journal.
CREATE TABLE deployment_report (
  deployment text NOT NULL,
  node       text NOT NULL,
  document   text NOT NULL,
  time       integer NOT NULL,
  PRIMARY KEY (deployment, node)
) WITHOUT ROWID;
