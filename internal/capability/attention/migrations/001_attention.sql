-- What an employee asks for one ticket (tickets.md, STAR).
CREATE TABLE attention_requests (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  by_id BIGINT NOT NULL,
  urgency TEXT NOT NULL,                  -- see Urgency in request.go
  kind TEXT NOT NULL,                     -- see Kind
  reason TEXT NOT NULL,
  wanted TEXT NOT NULL,                   -- what shall come of it
  state TEXT NOT NULL,                    -- see State
  manager_id BIGINT,                      -- on call when it came in, or who took it up; NULL: nobody was
  engineer_id BIGINT,                     -- found to go on with the ticket
  at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,                 -- by when a manager looks at it
  seen_at BIGINT,
  warned_at BIGINT,
  breached_at BIGINT,
  ended_at BIGINT,
  outcome TEXT NOT NULL DEFAULT '',       -- the next step, or why not
  agreed TEXT NOT NULL DEFAULT '',        -- of what is unstarred: what was agreed instead
  labels {{json}} NOT NULL                -- words for trends
);
CREATE INDEX attention_requests_open ON attention_requests (state, due_at);
CREATE INDEX attention_requests_ticket ON attention_requests (ticket_id, id);
-- An account at risk, with all that is done about it.
CREATE TABLE attention_escalations (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  title TEXT NOT NULL,
  severity TEXT NOT NULL,                 -- see Severity in escalation.go
  driver_id BIGINT NOT NULL,              -- the one responsible
  driver_part TEXT NOT NULL,              -- in which part: a word of the setting
  channel TEXT NOT NULL,                  -- of the chat, without #
  by_id BIGINT NOT NULL,
  from_ticket BIGINT,                     -- the emergency that it was made of
  criteria {{json}} NOT NULL,             -- what must be true at its end, with when each was met
  tickets {{json}} NOT NULL,
  people {{json}} NOT NULL,               -- of both sides
  opened_at BIGINT NOT NULL,
  standup_due BIGINT NOT NULL,
  standup_at BIGINT,
  update_due BIGINT NOT NULL,
  late_at BIGINT,                         -- the update_due that was missed last
  closed_at BIGINT,
  closing TEXT NOT NULL DEFAULT ''
);
CREATE INDEX attention_escalations_open ON attention_escalations (organization_id) WHERE closed_at IS NULL;
CREATE TABLE attention_updates (
  id {{id}},
  escalation_id BIGINT NOT NULL REFERENCES attention_escalations (id),
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  standup BOOLEAN NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX attention_updates_of ON attention_updates (escalation_id, id);
