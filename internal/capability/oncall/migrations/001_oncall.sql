CREATE TABLE oncall_schedules (
  id {{id}},
  title_key TEXT UNIQUE,                -- the title folded; NULL once deleted, so that the title is free again
  version BIGINT NOT NULL,              -- the latest one, from 1
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
-- What a schedule was, for good: who was on call when is worked out of these.
CREATE TABLE oncall_versions (
  schedule_id BIGINT NOT NULL REFERENCES oncall_schedules (id),
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  document {{json}} NOT NULL,           -- layers, demands, horizon
  saved_at BIGINT NOT NULL,
  effective_at BIGINT NOT NULL,         -- never in the past, to the second: a change never rewrites the past
  PRIMARY KEY (schedule_id, version)
);
CREATE TABLE oncall_overrides (
  id {{id}},
  schedule_id BIGINT NOT NULL REFERENCES oncall_schedules (id),
  kind TEXT NOT NULL,                   -- replace, remove, add, set
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,             -- moved to the instant at which it was taken back, if it had begun
  of_user BIGINT NOT NULL DEFAULT 0,
  user_id BIGINT NOT NULL DEFAULT 0,
  users {{json}} NOT NULL,
  note TEXT NOT NULL,
  cover_id BIGINT NOT NULL DEFAULT 0,   -- 0: made by hand
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX oncall_overrides_schedule ON oncall_overrides (schedule_id, until_at);
-- When somebody could not be on call, because their account was switched off.
CREATE TABLE oncall_gone (
  id {{id}},
  user_id BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT                       -- NULL: still
);
CREATE TABLE oncall_qualifications (
  id {{id}},
  title TEXT NOT NULL,
  title_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,                   -- training, clearance
  about TEXT NOT NULL
);
CREATE TABLE oncall_holders (
  qualification_id BIGINT NOT NULL REFERENCES oncall_qualifications (id),
  user_id BIGINT NOT NULL,
  granted_by BIGINT NOT NULL,
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (qualification_id, user_id)
);
CREATE TABLE oncall_covers (
  id {{id}},
  schedule_id BIGINT NOT NULL REFERENCES oncall_schedules (id),
  user_id BIGINT NOT NULL,              -- who cannot be there
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  note TEXT NOT NULL,
  state TEXT NOT NULL,                  -- open, covered, withdrawn, expired
  expires_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL,           -- another than user_id: on behalf
  created_at BIGINT NOT NULL
);
CREATE INDEX oncall_covers_user ON oncall_covers (user_id, until_at);
CREATE INDEX oncall_covers_state ON oncall_covers (state, until_at);
CREATE TABLE oncall_offers (
  id {{id}},
  cover_id BIGINT NOT NULL REFERENCES oncall_covers (id),
  user_id BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  state TEXT NOT NULL,                  -- offered, accepted, withdrawn, undone
  override_id BIGINT NOT NULL DEFAULT 0,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX oncall_offers_cover ON oncall_offers (cover_id);
