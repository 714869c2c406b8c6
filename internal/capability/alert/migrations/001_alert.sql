CREATE TABLE alert_services (
  id {{id}},
  title TEXT NOT NULL,
  title_key TEXT NOT NULL UNIQUE,        -- folded: lower() differs between engines
  policy TEXT NOT NULL DEFAULT '',       -- title of an escalation policy; '' is the desk's default
  urgencies {{json}} NOT NULL,           -- by severity: high, low or none
  silence BIGINT NOT NULL,               -- seconds without a word after which an alert resolves itself; 0: never
  ticket_user_id BIGINT NOT NULL DEFAULT 0, -- for whom each alert opens a ticket; 0: none does
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
-- A service may have several keys, so that one is exchanged for another without a gap. They can be read: who may change a
-- sender must be able to copy them.
CREATE TABLE alert_keys (
  id {{id}},
  service_id BIGINT NOT NULL REFERENCES alert_services (id),
  routing_key TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX alert_keys_service ON alert_keys (service_id);
CREATE TABLE alerts (
  id {{id}},
  service_id BIGINT NOT NULL REFERENCES alert_services (id),
  dedup TEXT NOT NULL,                   -- the sender's key
  sender TEXT NOT NULL,
  state TEXT NOT NULL,                   -- triggered, acknowledged, resolved
  severity TEXT NOT NULL,
  summary TEXT NOT NULL,
  said TEXT NOT NULL,                    -- JSON: the rest of what the sender said last
  said_at BIGINT,                        -- by the sender's clock, of the latest report
  times BIGINT NOT NULL,                 -- how often it was reported
  firing BIGINT NOT NULL,                -- members that fire now; 0 for one without members
  urgency TEXT NOT NULL,                 -- with which it paged: high, low or none
  opened_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,               -- the latest report
  acked_by BIGINT NOT NULL DEFAULT 0,
  acked_at BIGINT,
  closed_at BIGINT,
  closed_why TEXT NOT NULL DEFAULT '',   -- sender, person, silence
  ticket_id BIGINT,
  lead_id BIGINT,                        -- of the storm that this one is folded into
  folded BIGINT NOT NULL DEFAULT 0       -- how many are folded into this one
);
CREATE UNIQUE INDEX alerts_open ON alerts (service_id, dedup) WHERE closed_at IS NULL;
CREATE INDEX alerts_last ON alerts (last_at) WHERE closed_at IS NULL;
CREATE INDEX alerts_opened ON alerts (service_id, opened_at);
CREATE INDEX alerts_closed ON alerts (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX alerts_lead ON alerts (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX alerts_ticket ON alerts (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE TABLE alert_members (
  alert_id BIGINT NOT NULL REFERENCES alerts (id),
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL,                   -- firing, resolved, gone
  severity TEXT NOT NULL,
  summary TEXT NOT NULL,
  labels TEXT NOT NULL,                  -- JSON
  starts_at BIGINT,
  ends_at BIGINT,
  PRIMARY KEY (alert_id, fingerprint)
);
-- What the sender says ended when: a report of before that comes late is old news.
CREATE TABLE alert_ends (
  service_id BIGINT NOT NULL REFERENCES alert_services (id),
  dedup TEXT NOT NULL,
  fingerprint TEXT NOT NULL,             -- '' for an alert without members
  ended_at BIGINT NOT NULL,              -- by the sender's clock
  noted_at BIGINT NOT NULL,
  PRIMARY KEY (service_id, dedup, fingerprint)
);
CREATE INDEX alert_ends_noted ON alert_ends (noted_at);
-- The reports as they came. The same again only counts.
CREATE TABLE alert_reports (
  id {{id}},
  alert_id BIGINT NOT NULL REFERENCES alerts (id),
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  summary TEXT NOT NULL,
  digest TEXT NOT NULL,                  -- of the body
  times BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
CREATE INDEX alert_reports_alert ON alert_reports (alert_id, id);
CREATE TABLE alert_changes (
  id {{id}},
  service_id BIGINT NOT NULL REFERENCES alert_services (id),
  summary TEXT NOT NULL,
  source TEXT NOT NULL,
  links TEXT NOT NULL,                   -- JSON
  at BIGINT NOT NULL
);
CREATE INDEX alert_changes_service ON alert_changes (service_id, at);
-- What came and could not be taken, for the eyes of those who can mend it. The same again only counts.
CREATE TABLE alert_refusals (
  id {{id}},
  fingerprint TEXT NOT NULL UNIQUE,      -- of sender, key and reason
  sender TEXT NOT NULL,
  key_hint TEXT NOT NULL,                -- the beginning of the key
  reason TEXT NOT NULL,
  sample TEXT NOT NULL,                  -- the beginning of the latest body
  client TEXT NOT NULL,                  -- the network address it came from last
  times BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
