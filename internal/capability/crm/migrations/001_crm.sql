-- One taking over of customers: it is fetched, mapped, compared and applied. Each stage is rows, so that a process that dies
-- loses nothing.
CREATE TABLE crm_runs (
  id {{id}},
  source TEXT NOT NULL,                    -- salesforce, csv, json
  origin TEXT NOT NULL,                    -- name of the file, or host of the CRM
  state TEXT NOT NULL,                     -- fetching, mapping, comparing, planned, applying, done, abandoned
  busy BOOLEAN NOT NULL,                   -- it is being worked at
  stopped BOOLEAN NOT NULL DEFAULT FALSE,  -- somebody must mend something
  started_by BIGINT NOT NULL DEFAULT 0,    -- a user; 0: the schedule
  complete BOOLEAN NOT NULL,               -- who is not in it is gone
  day TEXT NOT NULL,                       -- YYYY-MM-DD by which contracts are judged
  progress {{json}} NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,         -- in a row that failed
  next_at BIGINT,                          -- of the next try
  said TEXT NOT NULL DEFAULT '',           -- what went wrong last
  version BIGINT NOT NULL DEFAULT 0,       -- who works at it holds the newest
  confirmed_by BIGINT NOT NULL DEFAULT 0,  -- who said yes to what the guard stopped
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE UNIQUE INDEX crm_runs_busy ON crm_runs (busy) WHERE busy;

-- What the CRM gave, as it gave it. It goes once the run is over.
CREATE TABLE crm_records (
  run_id BIGINT NOT NULL REFERENCES crm_runs (id),
  object TEXT NOT NULL,
  record_key TEXT NOT NULL,
  account_key TEXT NOT NULL,
  data {{json}} NOT NULL,
  PRIMARY KEY (run_id, object, record_key)
);
CREATE INDEX crm_records_account ON crm_records (run_id, account_key);

-- One account, or one organization that the CRM has no more: first what it means, then what becomes of it, then what became of it.
CREATE TABLE crm_rows (
  id {{id}},
  run_id BIGINT NOT NULL REFERENCES crm_runs (id),
  account_key TEXT NOT NULL,
  name_key TEXT NOT NULL,
  organization_id BIGINT NOT NULL DEFAULT 0,
  kind TEXT NOT NULL,                      -- '' until it is compared
  reason TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'waiting',   -- waiting, applied, conflict, failed
  said TEXT NOT NULL DEFAULT '',           -- of a conflict or a failure
  lonely BOOLEAN NOT NULL DEFAULT FALSE,   -- its organization has no contact, and gets none
  body {{json}} NOT NULL,
  UNIQUE (run_id, account_key)
);
CREATE INDEX crm_rows_kind ON crm_rows (run_id, kind, id);
CREATE INDEX crm_rows_state ON crm_rows (run_id, state, id);

-- The account that an organization came from, and what the CRM said of it last.
CREATE TABLE crm_links (
  organization_id BIGINT PRIMARY KEY REFERENCES organizations (id),
  account_key TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL,
  source TEXT NOT NULL,
  run_id BIGINT NOT NULL,
  facts {{json}} NOT NULL,
  synced_at BIGINT NOT NULL,
  open_told BIGINT NOT NULL DEFAULT -1,    -- tickets, as the CRM was told; -1: never
  days_told BIGINT NOT NULL DEFAULT -1
);

CREATE TABLE crm_overrides (
  id {{id}},
  account_key TEXT NOT NULL,
  account_id TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  why TEXT NOT NULL,
  until_on TEXT NOT NULL DEFAULT '',       -- last day; '' has no end
  expired BOOLEAN NOT NULL DEFAULT FALSE,  -- its end was told
  created_by BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (account_key, field)
);

-- Cases at the CRM: one for a ticket, found again by the ticket's number.
CREATE TABLE crm_cases (
  ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id),
  account_id TEXT NOT NULL,
  case_id TEXT NOT NULL DEFAULT '',
  wanted TEXT NOT NULL,                    -- open or closed
  told TEXT NOT NULL DEFAULT '',           -- what the CRM knows
  tries BIGINT NOT NULL DEFAULT 0,
  next_at BIGINT,
  said TEXT NOT NULL DEFAULT ''
);
CREATE INDEX crm_cases_waiting ON crm_cases (next_at) WHERE wanted <> told;
