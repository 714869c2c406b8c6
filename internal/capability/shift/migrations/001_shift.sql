-- Who works shifts, and so may work and be on call at any hour, with the reason: one row for each time it began.
CREATE TABLE shift_exemptions (
  id {{id}},
  user_id BIGINT NOT NULL REFERENCES users (id),
  reason TEXT NOT NULL DEFAULT '',       -- empty: nobody has said it yet
  since BIGINT NOT NULL,
  by_id BIGINT,                          -- who recorded it; NULL: the desk itself
  ended_at BIGINT,
  ended_by BIGINT
);
CREATE INDEX shift_exemptions_user ON shift_exemptions (user_id, id);
-- Who works on a weekend or holiday beside those whose hours have it: asked, and then accepted or not. Rows stay.
CREATE TABLE shift_turns (
  id {{id}},
  user_id BIGINT NOT NULL REFERENCES users (id),
  region TEXT NOT NULL,
  day TEXT NOT NULL,                     -- 2026-11-21, by the region's clock
  state TEXT NOT NULL,                   -- asked, accepted, declined, withdrawn
  note TEXT NOT NULL DEFAULT '',         -- of who asked
  asked_by BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  settled_by BIGINT,
  settled_at BIGINT
);
CREATE INDEX shift_turns_day ON shift_turns (day, region);
CREATE UNIQUE INDEX shift_turns_live ON shift_turns (user_id, day) WHERE state IN ('asked', 'accepted');
