-- Secret addresses of calendars that programs poll. What is kept is the secret's digest.
CREATE TABLE oncall_feeds (
  id {{id}},
  user_id BIGINT NOT NULL,
  schedule_id BIGINT NOT NULL,          -- 0: the person's own shifts, of all schedules
  digest TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  used_at BIGINT                        -- NULL: never yet; to the day
);
CREATE INDEX oncall_feeds_user ON oncall_feeds (user_id);
-- The shifts as calendars have them, so that one that is moved stays the same event (RFC 5545 §3.8.4.7).
CREATE TABLE oncall_published (
  id {{id}},
  uid TEXT NOT NULL UNIQUE,
  schedule_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  shadow BOOLEAN NOT NULL,              -- goes along
  says TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX oncall_published_schedule ON oncall_published (schedule_id, from_at);
CREATE INDEX oncall_published_user ON oncall_published (user_id, from_at);
-- Calendars from which time off is read, one a person.
CREATE TABLE oncall_calendars (
  user_id BIGINT PRIMARY KEY,
  url TEXT NOT NULL,
  etag TEXT NOT NULL,
  name TEXT NOT NULL,
  asked_at BIGINT NOT NULL,             -- when it was last tried
  read_at BIGINT,                       -- when what is kept was read; NULL: never yet
  problem TEXT NOT NULL                 -- of the last try; empty: none
);
CREATE TABLE oncall_absences (
  id {{id}},
  user_id BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  title TEXT NOT NULL
);
CREATE INDEX oncall_absences_user ON oncall_absences (user_id, until_at);
