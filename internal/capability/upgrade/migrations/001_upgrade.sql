-- An upgrade of a customer's that we accompany (assigned-support.md: upgrade assistance).
CREATE TABLE upgrades (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  environment_id BIGINT NOT NULL REFERENCES environments (id),
  ticket_id BIGINT REFERENCES tickets (id),
  state TEXT NOT NULL,                    -- see State in upgrade.go
  from_version TEXT NOT NULL,
  to_version TEXT NOT NULL,
  stops {{json}} NOT NULL,                -- versions on the way, in order
  plan TEXT NOT NULL,                     -- Markdown; so are the way back and the advice
  plan_document BIGINT,                   -- a document of the environment that is the plan
  rollback TEXT NOT NULL,
  window_from BIGINT,
  window_until BIGINT,
  zone TEXT NOT NULL,                     -- IANA name: the customer's
  engineer_id BIGINT,                     -- who accompanies it
  hold BOOLEAN NOT NULL,                  -- the ticket waits on hold until the customer confirmed the window
  confirmed_at BIGINT,
  call_id BIGINT,                         -- the call before it, a number of capability/call
  call_at BIGINT,
  informed_at BIGINT,                     -- when the customer success manager was told
  advice TEXT NOT NULL,                   -- why we advised to postpone
  advised_at BIGINT,
  noticed_at BIGINT,                      -- when who is on call was told of the window
  asked_at BIGINT,                        -- when the outcome was asked for last
  outcome TEXT NOT NULL,                  -- see Outcome; empty: none yet
  outcome_note TEXT NOT NULL,
  reached TEXT NOT NULL,                  -- the version that runs after it
  ended_at BIGINT,
  after_id BIGINT,                        -- the upgrade that was postponed or rolled back, and is tried again with this one
  by_id BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX upgrades_window ON upgrades (window_until) WHERE ended_at IS NULL;
CREATE INDEX upgrades_organization ON upgrades (organization_id, id);
CREATE INDEX upgrades_environment ON upgrades (environment_id, id);
CREATE INDEX upgrades_ticket ON upgrades (ticket_id, id);
