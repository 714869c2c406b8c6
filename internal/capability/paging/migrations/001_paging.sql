CREATE TABLE paging_policies (
  id {{id}},
  title TEXT NOT NULL,
  title_key TEXT NOT NULL UNIQUE,        -- see people.FoldName
  steps {{json}} NOT NULL,               -- [{targets, timeout}]
  repeat_count BIGINT NOT NULL,
  wait_empty BOOLEAN NOT NULL,           -- a step with nobody waits for its time, too
  last_resort {{json}} NOT NULL,         -- [target]; empty: the administrators
  last_resort_every BIGINT NOT NULL,     -- seconds
  ack_timeout BIGINT NOT NULL,           -- seconds; 0: an acknowledged page never rings again
  version BIGINT NOT NULL,               -- counts its changes
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE TABLE paging_pages (
  id {{id}},
  page_key TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  policy_id BIGINT NOT NULL REFERENCES paging_policies (id),
  urgency TEXT NOT NULL,
  state TEXT NOT NULL,                   -- triggered, acknowledged, resolved
  except_users {{json}} NOT NULL,
  first_users {{json}} NOT NULL,
  only_first BOOLEAN NOT NULL,
  machine {{json}} NOT NULL,             -- escalation.State
  asks BIGINT NOT NULL DEFAULT 0,        -- how often people were asked
  next_at BIGINT,                        -- when it does something by itself
  created_at BIGINT NOT NULL,
  acked_by BIGINT REFERENCES users (id),
  acked_at BIGINT,
  resolved_at BIGINT,
  reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX paging_pages_open ON paging_pages (page_key) WHERE state <> 'resolved';
CREATE INDEX paging_pages_next ON paging_pages (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX paging_pages_subject ON paging_pages (subject_type, subject_id);
CREATE INDEX paging_pages_state ON paging_pages (state, id);
CREATE TABLE paging_acks (
  page_id BIGINT NOT NULL REFERENCES paging_pages (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  at BIGINT NOT NULL,
  how TEXT NOT NULL,                     -- web, link, webhook, …
  PRIMARY KEY (page_id, user_id)
);
-- One page to one person by one way, written before anything is sent.
CREATE TABLE paging_attempts (
  id {{id}},
  page_id BIGINT NOT NULL REFERENCES paging_pages (id),
  ask BIGINT NOT NULL,                   -- which of the page's asks called for it
  user_id BIGINT NOT NULL REFERENCES users (id),
  method_id BIGINT NOT NULL,             -- 0: the mail address of the person
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL,                   -- queued, sending, accepted, failed, held, cancelled
  tries BIGINT NOT NULL DEFAULT 0,
  planned_at BIGINT NOT NULL,            -- when the person's rules put it
  next_try_at BIGINT NOT NULL,
  lease_until BIGINT,
  provider_id TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',         -- what the other side or we said last
  opened_at BIGINT,
  created_at BIGINT NOT NULL,
  settled_at BIGINT
);
CREATE INDEX paging_attempts_due ON paging_attempts (next_try_at) WHERE state = 'queued';
CREATE INDEX paging_attempts_leased ON paging_attempts (lease_until) WHERE state = 'sending';
CREATE INDEX paging_attempts_page ON paging_attempts (page_id, ask);
CREATE INDEX paging_attempts_user ON paging_attempts (user_id, kind, created_at);
-- Every time something was sent, or was about to be.
CREATE TABLE paging_tries (
  attempt_id BIGINT NOT NULL REFERENCES paging_attempts (id),
  n BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  outcome TEXT NOT NULL,                 -- sending, accepted, again, refused, lost, stopped
  said TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (attempt_id, n)
);
