-- A fact about a person that somebody verified. No copy of any document is kept, and no number of one.
CREATE TABLE clearances (
  id {{id}},
  person_id BIGINT NOT NULL REFERENCES users (id),
  fact TEXT NOT NULL,                     -- one of the setting clearance.rules
  verifier TEXT NOT NULL,                 -- who looked at the proof, by name
  verified_on TEXT NOT NULL,              -- a day, 2026-11-30
  proof TEXT NOT NULL,                    -- what sort of proof it was, one of the setting
  valid_until BIGINT,                     -- the end of its last day in UTC; NULL: without an end
  recorded_at BIGINT NOT NULL,
  recorded_by BIGINT NOT NULL,            -- 0: on the machine
  revoked_at BIGINT,
  revoked_by BIGINT NOT NULL DEFAULT 0,
  revoked_why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX clearances_person ON clearances (person_id, id);

-- Who looked at what. Each row holds the digest of the one before it, so none can be changed or taken out unnoticed.
CREATE TABLE view_log (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  person_id BIGINT NOT NULL,              -- 0: nobody was signed in
  via TEXT NOT NULL,
  kind TEXT NOT NULL,                     -- see Kind in view.go
  record TEXT NOT NULL,                   -- its number, or another key of the address; empty: a list
  how TEXT NOT NULL,                      -- the pattern of the address
  asked TEXT NOT NULL,                    -- of a search: a keyed digest of what was searched for
  prev TEXT NOT NULL,
  digest TEXT NOT NULL
);
CREATE INDEX view_log_person ON view_log (person_id, seq);
CREATE INDEX view_log_record ON view_log (kind, record, seq);

-- The last row of the log. It has one row itself, on which those who view at once wait for one another.
CREATE TABLE view_head (
  id BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL,
  digest TEXT NOT NULL
);
