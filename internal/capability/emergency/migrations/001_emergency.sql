-- Times in which a ticket is an emergency, each with who answers for it and what was decided. One at most is open.
CREATE TABLE emergencies (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  organization_id BIGINT,
  how TEXT NOT NULL,                      -- see How in emergency.go
  by_id BIGINT NOT NULL,                  -- who made it one; 0: the desk itself
  at BIGINT NOT NULL,
  entitled TEXT NOT NULL,                 -- see Right in entitlement.go
  entitled_why TEXT NOT NULL,             -- a word: the level, or what is missing
  pages TEXT NOT NULL,                    -- high, low or none
  responsible_id BIGINT,                  -- NULL: nobody yet
  responsible_at BIGINT,
  decision TEXT NOT NULL DEFAULT '',      -- see Decision in decide.go
  criterion TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',        -- in the words of who decided
  decided_by BIGINT,
  decided_at BIGINT,
  shift_told_at BIGINT,                   -- when the one responsible was told that their shift ends
  ending TEXT NOT NULL DEFAULT '',        -- see Ending in close.go
  closed_by BIGINT,
  closed_at BIGINT,                       -- NULL: it is open
  follow_up_id BIGINT                     -- the ticket in which the rest of the work goes on
);
CREATE UNIQUE INDEX emergencies_open ON emergencies (ticket_id) WHERE closed_at IS NULL;
CREATE INDEX emergencies_ticket ON emergencies (ticket_id, id);
CREATE INDEX emergencies_organization ON emergencies (organization_id, at);
CREATE INDEX emergencies_responsible ON emergencies (responsible_id) WHERE closed_at IS NULL;
-- Calls with the customer, with what their timers count from.
CREATE TABLE emergency_calls (
  id {{id}},
  emergency_id BIGINT NOT NULL REFERENCES emergencies (id),
  link TEXT NOT NULL,                     -- where to join; may be empty
  started_by BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,                        -- NULL: it goes on
  break_from BIGINT NOT NULL,             -- the time to the next break counts from here
  break_until BIGINT,                     -- NULL: they are not on a break
  silent_since BIGINT,                    -- NULL: the customer is there
  problem TEXT NOT NULL DEFAULT '',       -- as it was defined last
  problem_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX emergency_calls_open ON emergency_calls (emergency_id) WHERE ended_at IS NULL;
-- What a call's timers said already.
CREATE TABLE emergency_told (
  call_id BIGINT NOT NULL REFERENCES emergency_calls (id),
  kind TEXT NOT NULL,                     -- see Timer in call.go
  due_at BIGINT NOT NULL,
  PRIMARY KEY (call_id, kind, due_at)
);
-- The investigation log: what was seen and tried, beside the thread and never public.
CREATE TABLE emergency_lines (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  body TEXT NOT NULL,
  pinned BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX emergency_lines_ticket ON emergency_lines (ticket_id, id);
-- Hand-overs with the eight answers (oncall-and-incidents.md, CEOC stages: long calls).
CREATE TABLE emergency_handovers (
  id {{id}},
  emergency_id BIGINT NOT NULL REFERENCES emergencies (id),
  from_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  problem TEXT NOT NULL,
  done TEXT NOT NULL,
  ruled_out TEXT NOT NULL,
  theory TEXT NOT NULL,
  alternatives TEXT NOT NULL,
  escalation TEXT NOT NULL,
  next TEXT NOT NULL,
  assumptions TEXT NOT NULL,
  to_id BIGINT,                           -- who is asked now; NULL: nobody is left to ask
  asked_at BIGINT,
  rings BIGINT NOT NULL DEFAULT 0,        -- how often both were paged
  ending TEXT NOT NULL DEFAULT '',        -- accepted, withdrawn or closed
  ended_at BIGINT
);
CREATE UNIQUE INDEX emergency_handovers_open ON emergency_handovers (emergency_id) WHERE ended_at IS NULL;
CREATE INDEX emergency_handovers_to ON emergency_handovers (to_id) WHERE ended_at IS NULL;
-- Who was asked to take one over, and what they said.
CREATE TABLE emergency_offers (
  id {{id}},
  handover_id BIGINT NOT NULL REFERENCES emergency_handovers (id),
  user_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',        -- accepted or refused
  reason TEXT NOT NULL DEFAULT '',
  answered_at BIGINT
);
CREATE INDEX emergency_offers_handover ON emergency_offers (handover_id, id);
-- What is learned: a stub for every page, begun by a label.
CREATE TABLE emergency_retros (
  id {{id}},
  emergency_id BIGINT NOT NULL REFERENCES emergencies (id),
  page_id BIGINT NOT NULL UNIQUE,
  at BIGINT NOT NULL,
  responder_id BIGINT,                    -- who answered the page; NULL: nobody yet
  owner_id BIGINT,                        -- NULL: nobody is known
  started_at BIGINT,                      -- NULL: a stub
  due_at BIGINT,
  done_at BIGINT,
  facilitator_id BIGINT,
  well TEXT NOT NULL DEFAULT '',
  better TEXT NOT NULL DEFAULT '',
  changes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX emergency_retros_emergency ON emergency_retros (emergency_id);
CREATE INDEX emergency_retros_open ON emergency_retros (at) WHERE done_at IS NULL;
CREATE TABLE emergency_actions (
  id {{id}},
  retro_id BIGINT NOT NULL REFERENCES emergency_retros (id),
  body TEXT NOT NULL,
  owner_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  done_by BIGINT,
  done_at BIGINT
);
CREATE INDEX emergency_actions_retro ON emergency_actions (retro_id, id);
-- Tickets of high priority for which somebody was paged because the desk is closed and their customer bought the hours.
CREATE TABLE emergency_watched (
  ticket_id BIGINT NOT NULL PRIMARY KEY REFERENCES tickets (id),
  at BIGINT NOT NULL
);
