CREATE TABLE calendars (
  id {{id}},
  title_key TEXT UNIQUE,                -- the title folded; NULL once deleted, so that the title is free again
  version BIGINT NOT NULL,              -- the current one, from 1
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
-- What a calendar was, for good: a finished clock keeps what it was measured by.
CREATE TABLE calendar_versions (
  calendar_id BIGINT NOT NULL REFERENCES calendars (id),
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  document {{json}} NOT NULL,           -- zone, hours, holidays, special days; or the members with their versions
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (calendar_id, version)
);
