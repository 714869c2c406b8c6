CREATE TABLE sla_policies (
  id {{id}},
  title TEXT NOT NULL,
  title_key TEXT NOT NULL UNIQUE,        -- see people.FoldName
  description TEXT NOT NULL DEFAULT '',
  position BIGINT NOT NULL,              -- the first that matches wins
  active BOOLEAN NOT NULL,
  filter {{json}} NOT NULL,              -- condition.Set
  targets {{json}} NOT NULL,             -- [{priority, metric, seconds, always, contract}]
  warn {{json}} NOT NULL,                -- parts of a target at which to warn
  version BIGINT NOT NULL,               -- counts its changes
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
-- What the clock machine knows of a ticket. Clocks that nothing can change any more are in sla_clocks only.
CREATE TABLE sla_tickets (
  ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id),
  state {{json}} NOT NULL,
  live BOOLEAN NOT NULL,                 -- neither solved nor closed
  policy_id BIGINT,
  calendar_id BIGINT,                    -- of the ticket; its targets may be 24x7 all the same
  armed_at BIGINT                        -- when its timer is due
);
CREATE INDEX sla_tickets_armed ON sla_tickets (armed_at) WHERE armed_at IS NOT NULL;
CREATE INDEX sla_tickets_calendar ON sla_tickets (calendar_id, ticket_id) WHERE live;
-- The clocks that have or had a target, for panels, lists and numbers.
CREATE TABLE sla_clocks (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  metric TEXT NOT NULL,
  instance BIGINT NOT NULL,
  phase TEXT NOT NULL,                   -- running, paused, stopped, fulfilled, cancelled
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  due_at BIGINT,
  breached_at BIGINT,
  used BIGINT NOT NULL,                  -- microseconds of its calendar, when it ended
  seconds BIGINT NOT NULL,               -- its target
  contract BOOLEAN NOT NULL,
  policy_id BIGINT,
  clock {{json}} NOT NULL,               -- all of it, with pauses and marks
  PRIMARY KEY (ticket_id, metric, instance)
);
CREATE INDEX sla_clocks_ended ON sla_clocks (metric, ended_at) WHERE ended_at IS NOT NULL;
-- What was promised to customers: to hear from us at fixed times of the week.
CREATE TABLE sla_promises (
  subject_type TEXT NOT NULL,            -- ticket, organization
  subject_id BIGINT NOT NULL,
  times TEXT NOT NULL,                   -- tue,thu 15:00; '' on a ticket: none, whatever its organization was promised
  zone TEXT NOT NULL,
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (subject_type, subject_id)
);
-- Changes of the desk that move the clocks of many tickets, worked off behind the page that made them.
CREATE TABLE sla_retargets (
  id {{id}},
  scope TEXT NOT NULL,                   -- all, organization, calendar
  scope_id BIGINT NOT NULL,
  cause {{json}} NOT NULL,               -- clock.Cause
  title TEXT NOT NULL,                   -- of what changed
  total BIGINT NOT NULL,
  done BIGINT NOT NULL DEFAULT 0,
  moved BIGINT NOT NULL DEFAULT 0,       -- how many got other terms
  last_id BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
