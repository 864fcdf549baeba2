-- How far each node is with each deployment, as it said itself. What is deployed is in the journal.
CREATE TABLE deployment_report (
  deployment text COLLATE "C" NOT NULL,
  node       text COLLATE "C" NOT NULL,
  document   text NOT NULL,
  time       bigint NOT NULL,
  PRIMARY KEY (deployment, node)
);
