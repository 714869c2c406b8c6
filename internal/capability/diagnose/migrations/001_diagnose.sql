-- One row for each file that was examined: it is examined once.
CREATE TABLE diagnose_runs (
  attachment_id BIGINT PRIMARY KEY,
  ticket_id BIGINT NOT NULL,
  causes {{json}} NOT NULL,             -- keys of the causes that were found
  files BIGINT NOT NULL,
  lines BIGINT NOT NULL,
  at BIGINT NOT NULL
);
