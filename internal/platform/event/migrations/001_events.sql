-- An audit is one update by one actor; its events are what changed. Events hold ids and field values, never
-- message text, so that erasing text leaves the fact.
CREATE TABLE audits (
  id {{id}},
  subject_type TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,       -- 0: the desk itself
  actor_role TEXT NOT NULL,
  via TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX audits_subject ON audits (subject_type, subject_id, id);
CREATE TABLE events (
  id {{id}},
  audit_id BIGINT NOT NULL REFERENCES audits (id),
  subject_type TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,            -- orders the events of one subject
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  data {{json}} NOT NULL,
  UNIQUE (subject_type, subject_id, seq)
);
