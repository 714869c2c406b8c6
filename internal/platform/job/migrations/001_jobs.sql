CREATE TABLE jobs (
  id {{id}},
  kind TEXT NOT NULL,
  args {{json}} NOT NULL,
  state TEXT NOT NULL DEFAULT 'available', -- available, running, discarded; a completed job is deleted
  attempt BIGINT NOT NULL DEFAULT 0,
  scheduled_at BIGINT NOT NULL,
  lease_until BIGINT,
  unique_key TEXT,
  last_error TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (scheduled_at, id) WHERE state = 'available';
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_unique ON jobs (kind, unique_key) WHERE unique_key IS NOT NULL AND state <> 'discarded';
CREATE TABLE job_slots (
  name TEXT NOT NULL,
  slot BIGINT NOT NULL,
  PRIMARY KEY (name)
);
