-- Review calls of an account, at a rhythm of the customer's wall clock (job-family.md, Assigned Support Engineer).
CREATE TABLE review_series (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  every TEXT NOT NULL,                    -- see Every in rhythm.go
  from_day TEXT NOT NULL,                 -- 2006-01-02: the day of the first call behind the kickoff, whose weekday they keep
  at_minute BIGINT NOT NULL,              -- of the wall clock in zone
  zone TEXT NOT NULL,                     -- IANA
  length BIGINT NOT NULL,                 -- minutes
  host_id BIGINT,                         -- NULL: whoever is in charge then
  state TEXT NOT NULL,                    -- see SeriesState
  why TEXT NOT NULL DEFAULT '',           -- of a pause: manager (none allocated), or what somebody wrote
  by_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE UNIQUE INDEX review_series_one ON review_series (organization_id) WHERE ended_at IS NULL;
CREATE TABLE review_meetings (
  id {{id}},
  series_id BIGINT NOT NULL REFERENCES review_series (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  kind TEXT NOT NULL,                     -- kickoff, review
  slot_at BIGINT NOT NULL,                -- where the rhythm has it; stays when it is moved
  at BIGINT NOT NULL,
  length BIGINT NOT NULL,                 -- minutes
  state TEXT NOT NULL,                    -- see MeetingState
  why TEXT NOT NULL DEFAULT '',           -- of what is off
  host_id BIGINT,
  guests {{json}} NOT NULL,               -- numbers of people
  call_id BIGINT,
  headings {{json}} NOT NULL,             -- what was written under the fixed headings, by Heading
  minutes TEXT NOT NULL DEFAULT '',       -- Markdown, as the customer got it
  notes TEXT NOT NULL DEFAULT '',         -- Markdown, inside
  agenda_at BIGINT,                       -- when it was mailed
  minutes_at BIGINT,
  ticket_id BIGINT REFERENCES tickets (id), -- the conversation in which both went out
  created_at BIGINT NOT NULL,
  UNIQUE (series_id, slot_at)
);
CREATE INDEX review_meetings_of ON review_meetings (organization_id, at);
CREATE INDEX review_meetings_open ON review_meetings (at) WHERE state = 'planned';
CREATE TABLE review_drafts (
  meeting_id BIGINT NOT NULL REFERENCES review_meetings (id),
  user_id BIGINT NOT NULL,
  public BOOLEAN NOT NULL,                -- minutes; else notes
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (meeting_id, user_id, public)
);
-- The order in which a customer wants their tickets worked on.
CREATE TABLE review_order (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  place BIGINT NOT NULL,
  PRIMARY KEY (organization_id, ticket_id)
);
CREATE TABLE review_decisions (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  meeting_id BIGINT REFERENCES review_meetings (id),
  ticket_id BIGINT REFERENCES tickets (id), -- NULL: about no ticket
  kind TEXT NOT NULL,                     -- see DecisionKind
  was TEXT NOT NULL DEFAULT '',
  became TEXT NOT NULL DEFAULT '',
  why TEXT NOT NULL,
  decided_by TEXT NOT NULL,               -- in words: of the customer, often
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  undoes_id BIGINT REFERENCES review_decisions (id)
);
CREATE UNIQUE INDEX review_decisions_undone ON review_decisions (undoes_id) WHERE undoes_id IS NOT NULL;
CREATE INDEX review_decisions_of ON review_decisions (organization_id, at);
CREATE TABLE review_actions (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  meeting_id BIGINT REFERENCES review_meetings (id),
  what TEXT NOT NULL,
  owner_id BIGINT,                        -- of the team; NULL: somebody of the customer
  owner TEXT NOT NULL,                    -- the name
  due_on TEXT NOT NULL DEFAULT '',        -- 2006-01-02, or none
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  done_at BIGINT,
  done_by BIGINT
);
CREATE INDEX review_actions_open ON review_actions (organization_id) WHERE done_at IS NULL;
CREATE TABLE review_hours (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  user_id BIGINT NOT NULL,
  day TEXT NOT NULL,                      -- 2006-01-02, where the engineer works
  minutes BIGINT NOT NULL,
  what TEXT NOT NULL,
  ticket_id BIGINT REFERENCES tickets (id),
  at BIGINT NOT NULL
);
CREATE INDEX review_hours_of ON review_hours (organization_id, day);
CREATE INDEX review_hours_by ON review_hours (user_id, day);
CREATE TABLE review_risks (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  title TEXT NOT NULL,
  area TEXT NOT NULL,                     -- see Area in risk.go
  likelihood BIGINT NOT NULL,             -- 1 to 3
  impact BIGINT NOT NULL,                 -- 1 to 3
  about TEXT NOT NULL DEFAULT '',         -- Markdown, inside
  shared BOOLEAN NOT NULL,                -- agreed to be shared with the customer
  said TEXT NOT NULL DEFAULT '',          -- to the customer, where it is shared
  owner_id BIGINT,
  due_on TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,                    -- see RiskState
  tickets {{json}} NOT NULL,
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX review_risks_of ON review_risks (organization_id, state);
CREATE TABLE review_runbooks (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  version BIGINT NOT NULL,
  body TEXT NOT NULL,                     -- Markdown
  note TEXT NOT NULL DEFAULT '',          -- what changed
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, version)
);
CREATE TABLE review_goals (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  quarter TEXT NOT NULL,                  -- 2026-Q4
  kind TEXT NOT NULL,                     -- goal, proactive
  title TEXT NOT NULL,
  about TEXT NOT NULL DEFAULT '',         -- Markdown, inside
  owner_id BIGINT,
  state TEXT NOT NULL,                    -- see GoalState
  carried_from BIGINT REFERENCES review_goals (id),
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX review_goals_of ON review_goals (organization_id, quarter);
-- What colleagues of the field ask about an account. It is no ticket: see ADR 15.
CREATE TABLE review_requests (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  by_id BIGINT NOT NULL,
  kind TEXT NOT NULL,                     -- see RequestKind
  subject TEXT NOT NULL,
  body TEXT NOT NULL,                     -- Markdown
  due_on TEXT NOT NULL DEFAULT '',
  assignee_id BIGINT,
  state TEXT NOT NULL,                    -- open, answered, closed
  at BIGINT NOT NULL,
  answered_at BIGINT,
  closed_at BIGINT
);
CREATE INDEX review_requests_of ON review_requests (organization_id, state);
CREATE TABLE review_remarks (
  id {{id}},
  request_id BIGINT NOT NULL REFERENCES review_requests (id),
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  answer BOOLEAN NOT NULL,
  body TEXT NOT NULL                      -- Markdown
);
CREATE INDEX review_remarks_of ON review_remarks (request_id, id);
-- Reports that went to customers, and the words of the one that is being written.
CREATE TABLE review_reports (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  period TEXT NOT NULL,                   -- 2026-Q4 or 2026-11
  language TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  next TEXT NOT NULL DEFAULT '',
  by_id BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  sent_at BIGINT,
  ticket_id BIGINT REFERENCES tickets (id),
  recipients {{json}} NOT NULL,
  pages BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX review_reports_of ON review_reports (organization_id, period);
