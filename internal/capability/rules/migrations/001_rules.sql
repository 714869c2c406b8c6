CREATE TABLE rules (
  id {{id}},
  kind TEXT NOT NULL,                    -- trigger, automation
  title TEXT NOT NULL,
  title_key TEXT NOT NULL,               -- folded
  about TEXT NOT NULL DEFAULT '',        -- why it is there, for colleagues
  active BOOLEAN NOT NULL,
  position BIGINT NOT NULL DEFAULT 0,
  conditions {{json}} NOT NULL,
  actions {{json}} NOT NULL,
  author_id BIGINT NOT NULL,             -- who changed it last: its words go out under a name; 0: the desk itself
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (kind, title_key)
);
-- What a saved reply does beside its words.
CREATE TABLE macro_actions (
  macro_id BIGINT PRIMARY KEY REFERENCES macros (id) ON DELETE CASCADE,
  actions {{json}} NOT NULL
);
-- When an automation is due for a ticket: the instant at which its conditions come to hold if nothing happens.
CREATE TABLE rule_due (
  rule_id BIGINT NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  at BIGINT,                             -- NULL: not again while nothing changes
  held BOOLEAN NOT NULL DEFAULT FALSE,   -- it fired, and its conditions hold ever since
  PRIMARY KEY (rule_id, ticket_id)
);
CREATE INDEX rule_due_ticket ON rule_due (ticket_id);
-- One row each time that a rule fired: for its page, and to find loops.
CREATE TABLE rule_firings (
  id {{id}},
  rule_id BIGINT NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  at BIGINT NOT NULL,
  problem TEXT NOT NULL DEFAULT ''
);
CREATE INDEX rule_firings_rule ON rule_firings (rule_id, at DESC);
CREATE INDEX rule_firings_ticket ON rule_firings (ticket_id, rule_id, at);
