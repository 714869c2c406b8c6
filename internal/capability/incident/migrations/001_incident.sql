-- What customers use: a component, or a group of such.
CREATE TABLE incident_components (
  id {{id}},
  code TEXT NOT NULL UNIQUE,              -- what public addresses and JSON call it
  title TEXT NOT NULL UNIQUE,
  about TEXT NOT NULL DEFAULT '',
  group_id BIGINT REFERENCES incident_components (id),
  is_group BOOLEAN NOT NULL DEFAULT FALSE,
  position BIGINT NOT NULL DEFAULT 0,
  showcase BOOLEAN NOT NULL DEFAULT TRUE, -- its days stand on the public page
  only_if_degraded BOOLEAN NOT NULL DEFAULT FALSE,
  health TEXT NOT NULL DEFAULT 'operational',
  start_at BIGINT NOT NULL,               -- its uptime counts from then on
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
-- Something that many are told of: an incident, or maintenance that was planned.
CREATE TABLE incidents (
  id {{id}},
  code TEXT NOT NULL UNIQUE,              -- what public addresses and JSON call it
  kind TEXT NOT NULL,                     -- incident, maintenance
  title TEXT NOT NULL,
  severity BIGINT NOT NULL,               -- 1 to 4; 0 for maintenance
  status TEXT NOT NULL,
  impact TEXT NOT NULL,                   -- none, minor, major, critical, maintenance
  confidential BOOLEAN NOT NULL DEFAULT FALSE,
  issue_url TEXT NOT NULL DEFAULT '',
  manager_id BIGINT NOT NULL DEFAULT 0,   -- who decides what is said
  speaker_id BIGINT NOT NULL DEFAULT 0,   -- the communications manager; 0: whoever is on duty
  ticket_id BIGINT,                       -- it was declared from this one
  scheduled_for BIGINT,
  scheduled_until BIGINT,
  self_start BOOLEAN NOT NULL DEFAULT FALSE,
  self_end BOOLEAN NOT NULL DEFAULT FALSE,
  due_at BIGINT,                          -- when the next public word is due; NULL: none is
  last_at BIGINT,                         -- the last public word
  started_at BIGINT NOT NULL,
  monitoring_at BIGINT,
  resolved_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX incidents_started ON incidents (started_at DESC, id DESC);
CREATE INDEX incidents_open ON incidents (id) WHERE resolved_at IS NULL;
-- What is said. Status and components change only when it is published.
CREATE TABLE incident_updates (
  id {{id}},
  code TEXT NOT NULL UNIQUE,
  incident_id BIGINT NOT NULL REFERENCES incidents (id),
  status TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,                    -- draft, approved, published, dropped
  template TEXT NOT NULL DEFAULT '',
  changes {{json}} NOT NULL,              -- of components: id, from (once published), to
  next_by BIGINT,                         -- the time that it promises
  deliver BOOLEAN NOT NULL DEFAULT TRUE,  -- to subscribers
  author_id BIGINT NOT NULL,              -- 0: the desk itself
  approver_id BIGINT NOT NULL DEFAULT 0,
  late_for BIGINT,                        -- when it was due; NULL: it was none's turn
  created_at BIGINT NOT NULL,
  published_at BIGINT
);
CREATE INDEX incident_updates_incident ON incident_updates (incident_id, id);
CREATE INDEX incident_updates_published ON incident_updates (published_at) WHERE published_at IS NOT NULL;
-- How long a component was not well, by what was published.
CREATE TABLE incident_impacts (
  id {{id}},
  component_id BIGINT NOT NULL REFERENCES incident_components (id),
  incident_id BIGINT NOT NULL REFERENCES incidents (id),
  health TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT                         -- NULL: still so
);
CREATE INDEX incident_impacts_until ON incident_impacts (until_at, component_id);
CREATE UNIQUE INDEX incident_impacts_open ON incident_impacts (component_id) WHERE until_at IS NULL;
-- Tickets that an incident is behind.
CREATE TABLE incident_tickets (
  incident_id BIGINT NOT NULL REFERENCES incidents (id),
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  how TEXT NOT NULL,                      -- mention, hand, declared
  by_id BIGINT NOT NULL,                  -- 0: the desk itself
  at BIGINT NOT NULL,
  unlinked_at BIGINT,                     -- somebody found it unrelated; a mention does not bring it back
  PRIMARY KEY (incident_id, ticket_id)
);
CREATE INDEX incident_tickets_ticket ON incident_tickets (ticket_id);
-- Answers to all linked tickets at once: one bulk update of tickets for each language.
CREATE TABLE incident_bulks (
  bulk_id BIGINT NOT NULL PRIMARY KEY,
  incident_id BIGINT NOT NULL REFERENCES incidents (id),
  run BIGINT NOT NULL,                    -- those of one answer have the same
  language TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX incident_bulks_incident ON incident_bulks (incident_id, run);
-- Who asked to be told.
CREATE TABLE incident_subscribers (
  id {{id}},
  channel TEXT NOT NULL,                  -- mail, webhook
  address TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT '',
  components {{json}} NOT NULL,           -- ids; empty: all
  state TEXT NOT NULL,                    -- asked, active, paused, gone
  reason TEXT NOT NULL DEFAULT '',        -- why it is paused
  failures BIGINT NOT NULL DEFAULT 0,     -- of a webhook, one behind the other
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (channel, address)
);
CREATE INDEX incident_subscribers_state ON incident_subscribers (state, id);
-- How far the subscribers of an update have been told.
CREATE TABLE incident_sendings (
  update_id BIGINT NOT NULL PRIMARY KEY REFERENCES incident_updates (id),
  upto BIGINT NOT NULL,                   -- the number of the last subscriber who was looked at
  told BIGINT NOT NULL,
  began_at BIGINT NOT NULL,
  finished_at BIGINT
);
-- What touches a customer: components of their private page. None stands for all.
CREATE TABLE incident_customers (
  organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organizations (id),
  components {{json}} NOT NULL,
  secret TEXT NOT NULL DEFAULT '',        -- of the link to their page; empty: there is none
  changed_at BIGINT NOT NULL
);
-- What a communications manager hands over at the end of a shift, even if nothing happened.
CREATE TABLE incident_handovers (
  id {{id}},
  title TEXT NOT NULL,                    -- of the schedule or of the hours
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL UNIQUE,
  people {{json}} NOT NULL,
  open {{json}} NOT NULL,                 -- incidents as they stood
  published BIGINT NOT NULL,              -- updates within the shift
  late BIGINT NOT NULL,                   -- of these
  linked BIGINT NOT NULL,                 -- tickets within the shift
  note TEXT NOT NULL DEFAULT '',
  note_by BIGINT NOT NULL DEFAULT 0,
  at BIGINT NOT NULL
);
