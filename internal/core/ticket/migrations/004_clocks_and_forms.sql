-- What clocks, rules and the one global queue know a ticket by, beside its status.
ALTER TABLE tickets ADD COLUMN stage TEXT NOT NULL DEFAULT 'first_reply'; -- first_reply, next_reply, emergency, other
ALTER TABLE tickets ADD COLUMN region TEXT NOT NULL DEFAULT '';           -- key of the preferred region; '' is all
ALTER TABLE tickets ADD COLUMN calendar_id BIGINT;                        -- set by a rule
ALTER TABLE tickets ADD COLUMN form_id BIGINT;
ALTER TABLE tickets ADD COLUMN due_at BIGINT;                             -- a day and time that somebody promised
ALTER TABLE tickets ADD COLUMN due_zone TEXT NOT NULL DEFAULT '';         -- IANA: where that time was meant
ALTER TABLE tickets ADD COLUMN due_note TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN due_by BIGINT;                             -- whom to remind
ALTER TABLE tickets ADD COLUMN due_told BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tickets ADD COLUMN breach_at BIGINT;                          -- the next breach over all running clocks
ALTER TABLE tickets ADD COLUMN breach_metric TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN paused_at BIGINT;                          -- at the customer's request
ALTER TABLE tickets ADD COLUMN pause_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN status_at BIGINT NOT NULL DEFAULT 0;       -- when the status began
ALTER TABLE tickets ADD COLUMN life_from BIGINT NOT NULL DEFAULT 0;       -- status_at, or the end of a pause behind it: what deadlines count from
ALTER TABLE tickets ADD COLUMN reminded_at BIGINT;                        -- the reminder of this time in pending
ALTER TABLE tickets ADD COLUMN merged_into BIGINT REFERENCES tickets (id);
-- Deadlines count from here on: nobody is reminded of what lies months back.
UPDATE tickets SET status_at = coalesce(solved_at, updated_at), life_from = (SELECT max(n.updated_at) FROM tickets n),
  region = coalesce((SELECT o.region FROM organizations o WHERE o.id = tickets.organization_id), ''),
  stage = CASE WHEN NOT EXISTS (SELECT 1 FROM comments c JOIN users u ON u.id = c.author_id WHERE c.ticket_id = tickets.id AND c.public
    AND (u.role = 'end_user' OR u.id = tickets.requester_id) AND c.automatic NOT IN ('auto-reply', 'bounce', 'loop')) THEN 'other'
    WHEN replied THEN 'next_reply' ELSE 'first_reply' END;
CREATE INDEX tickets_breach ON tickets ((coalesce(breach_at, 9223372036854775807)), id) WHERE status < 5;
CREATE INDEX tickets_breach_unassigned ON tickets ((coalesce(breach_at, 9223372036854775807)), id) WHERE status < 5 AND assignee_id IS NULL;
CREATE INDEX tickets_timed ON tickets (id) WHERE status IN (3, 4, 5);
CREATE INDEX tickets_due ON tickets (due_at) WHERE due_at IS NOT NULL AND NOT due_told;
-- Why a ticket is spared what happens by itself.
CREATE TABLE ticket_opt_outs (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  tag TEXT NOT NULL,                     -- skip_autosolve, skip_autoclose, block_reopen; the ticket has it as a tag, too
  reason TEXT NOT NULL,
  by_id BIGINT NOT NULL,                 -- 0: the desk itself
  at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, tag)
);
CREATE TABLE ticket_fields (
  id {{id}},
  key TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- text, number, date, checkbox, select, multiselect
  options {{json}} NOT NULL,             -- [{value, title}]
  help TEXT NOT NULL DEFAULT '',
  customers BOOLEAN NOT NULL,            -- customers fill it in
  position BIGINT NOT NULL DEFAULT 0,
  retired BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at BIGINT NOT NULL
);
CREATE TABLE ticket_field_values (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  field_id BIGINT NOT NULL REFERENCES ticket_fields (id),
  value TEXT NOT NULL,
  PRIMARY KEY (ticket_id, field_id, value)
);
CREATE INDEX ticket_field_values_value ON ticket_field_values (field_id, value, ticket_id);
CREATE TABLE ticket_forms (
  id {{id}},
  title TEXT NOT NULL,
  title_key TEXT NOT NULL UNIQUE,
  about TEXT NOT NULL DEFAULT '',
  customers BOOLEAN NOT NULL,            -- customers may choose it
  emergency BOOLEAN NOT NULL,            -- its tickets are emergencies
  closes BOOLEAN NOT NULL,               -- a rule answers and closes its tickets
  fields {{json}} NOT NULL,              -- [{key, required, when}]
  position BIGINT NOT NULL DEFAULT 0,
  retired BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at BIGINT NOT NULL
);
-- An update of many tickets, done one by one behind the page that asked for it.
CREATE TABLE bulk_updates (
  id {{id}},
  by_id BIGINT NOT NULL REFERENCES users (id),
  changes {{json}} NOT NULL,
  comment {{json}} NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE TABLE bulk_tickets (
  bulk_id BIGINT NOT NULL REFERENCES bulk_updates (id),
  ticket_id BIGINT NOT NULL,
  result TEXT NOT NULL DEFAULT '',       -- '' waits, done, refused
  problem TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (bulk_id, ticket_id)
);
