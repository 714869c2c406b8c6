-- Who is assigned to which customer, in which hours, and what was agreed about it (assigned-support.md).
CREATE TABLE account_assignments (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  main BOOLEAN NOT NULL,                  -- the one whom people.Organization names
  hours BIGINT NOT NULL,                  -- a week
  zone TEXT NOT NULL,                     -- IANA: in which the agreed hours are written
  week TEXT NOT NULL,                     -- the agreed hours, as bizcal.Week writes them
  starts_on TEXT NOT NULL DEFAULT '',     -- first and last day of the contract, in zone; empty has no edge
  ends_on TEXT NOT NULL DEFAULT '',
  outside TEXT NOT NULL DEFAULT '',       -- what happens outside the agreed hours
  emergencies TEXT NOT NULL DEFAULT '',   -- what is to be known in one
  older TEXT NOT NULL,                    -- see Older in assignment.go
  auto BOOLEAN NOT NULL,                  -- whether new tickets are theirs by themselves
  auto_why TEXT NOT NULL DEFAULT '',
  level_why TEXT NOT NULL DEFAULT '',     -- why somebody below the usual grade may
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL,             -- 0: the desk itself
  ended_at BIGINT,
  ended_why TEXT NOT NULL DEFAULT '',
  left_at BIGINT                          -- since when the engineer is not in the team any more
);
CREATE INDEX account_assignments_organization ON account_assignments (organization_id) WHERE ended_at IS NULL;
CREATE INDEX account_assignments_user ON account_assignments (user_id) WHERE ended_at IS NULL;
-- Customers that had an engineer before there were assignments.
INSERT INTO account_assignments (organization_id, user_id, main, hours, zone, week, older, auto, created_at, created_by)
SELECT o.id, o.assigned_engineer_id, TRUE, 8, CASE WHEN u.zone = '' THEN 'UTC' ELSE u.zone END,
  'monday: [09:00-17:00]
tuesday: [09:00-17:00]
wednesday: [09:00-17:00]
thursday: [09:00-17:00]
friday: [09:00-17:00]
', 'stay', TRUE, o.updated_at, 0
FROM organizations o JOIN users u ON u.id = o.assigned_engineer_id;
-- Somebody who was asked to be there for the engineer of an account.
CREATE TABLE account_covers (
  id {{id}},
  assignment_id BIGINT NOT NULL REFERENCES account_assignments (id),
  time_off_id BIGINT NOT NULL,            -- of the engineer; 0: asked for without one
  user_id BIGINT NOT NULL REFERENCES users (id),
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  state TEXT NOT NULL,                    -- see CoverState in cover.go
  asked_by BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  answered_at BIGINT,
  reason TEXT NOT NULL DEFAULT ''         -- why they did not take it
);
CREATE INDEX account_covers_assignment ON account_covers (assignment_id, until_at);
CREATE INDEX account_covers_user ON account_covers (user_id, state, until_at);
-- Tickets that found their engineer, or whoever covers, by themselves.
CREATE TABLE account_tickets (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  assignment_id BIGINT NOT NULL REFERENCES account_assignments (id),
  user_id BIGINT NOT NULL,
  cover_id BIGINT,                        -- by which they have it; NULL: they are the engineer
  at BIGINT NOT NULL,
  back_at BIGINT,                         -- when it went back to the engineer
  PRIMARY KEY (ticket_id)
);
CREATE INDEX account_tickets_cover ON account_tickets (cover_id) WHERE cover_id IS NOT NULL AND back_at IS NULL;
-- An emergency of an account, and what became of engaging its engineer.
CREATE TABLE account_engagements (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  emergency_id BIGINT NOT NULL,
  assignment_id BIGINT NOT NULL REFERENCES account_assignments (id),
  user_id BIGINT NOT NULL,                -- who is, or would be, engaged; 0: nobody is there
  cover BOOLEAN NOT NULL,
  outcome TEXT NOT NULL,                  -- see Outcome in engagement.go
  at BIGINT NOT NULL,
  answered_at BIGINT,                     -- the page was acknowledged
  part TEXT NOT NULL DEFAULT '',          -- see Part
  part_at BIGINT,
  settled_at BIGINT,                      -- it is over: nothing rings any more
  UNIQUE (emergency_id, assignment_id)
);
CREATE INDEX account_engagements_ticket ON account_engagements (ticket_id);
-- Why an assigned engineer is in no on-call rotation.
CREATE TABLE account_exceptions (
  id {{id}},
  user_id BIGINT NOT NULL REFERENCES users (id),
  reason TEXT NOT NULL,
  until_on TEXT NOT NULL,                 -- the last day, in UTC
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX account_exceptions_user ON account_exceptions (user_id, id);
