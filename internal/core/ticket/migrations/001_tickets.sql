-- Statuses, priorities and severities are small numbers in the order people sort them by:
-- status 1 new, 2 open, 3 pending, 4 on-hold, 5 solved, 6 closed; priority 1 urgent … 4 low, 5 none.
CREATE TABLE tickets (
  id {{id}},                             -- the number people say
  subject TEXT NOT NULL,
  status BIGINT NOT NULL DEFAULT 1,
  priority BIGINT NOT NULL DEFAULT 5,
  severity BIGINT NOT NULL DEFAULT 0,    -- what the customer said; 0 unsaid, 1 worst
  type TEXT NOT NULL DEFAULT '',
  channel TEXT NOT NULL,                 -- mail, web, portal, api, import
  requester_id BIGINT NOT NULL REFERENCES users (id),
  submitter_id BIGINT NOT NULL REFERENCES users (id),
  organization_id BIGINT REFERENCES organizations (id),
  group_id BIGINT REFERENCES staff_groups (id),
  assignee_id BIGINT REFERENCES users (id),
  follow_up_of BIGINT REFERENCES tickets (id),
  comment_count BIGINT NOT NULL DEFAULT 0,
  replied BOOLEAN NOT NULL DEFAULT FALSE, -- a public reply of ours exists: the first-reply stage is over
  waiting_since BIGINT,                  -- the oldest unanswered word of the customer
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  solved_at BIGINT
);
CREATE INDEX tickets_updated ON tickets (updated_at DESC, id DESC);
CREATE INDEX tickets_created ON tickets (created_at DESC, id DESC);
CREATE INDEX tickets_live ON tickets (priority, waiting_since, id) WHERE status < 5;
CREATE INDEX tickets_live_updated ON tickets (updated_at DESC, id DESC) WHERE status < 5;
CREATE INDEX tickets_requester ON tickets (requester_id, id DESC);
CREATE INDEX tickets_organization ON tickets (organization_id, updated_at DESC);
CREATE INDEX tickets_assignee ON tickets (assignee_id, status, updated_at DESC);
CREATE INDEX tickets_status ON tickets (status, updated_at DESC, id DESC);
CREATE TABLE ticket_people (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,                    -- cc: outside, gets replies; follower: inside, gets notifications
  PRIMARY KEY (ticket_id, kind, user_id)
);
CREATE INDEX ticket_people_user ON ticket_people (user_id, kind);
CREATE TABLE ticket_tags (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  tag TEXT NOT NULL,
  PRIMARY KEY (ticket_id, tag)
);
CREATE INDEX ticket_tags_tag ON ticket_tags (tag, ticket_id);
CREATE TABLE comments (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  author_id BIGINT NOT NULL REFERENCES users (id),
  public BOOLEAN NOT NULL,
  format TEXT NOT NULL,                  -- markdown, or text for what came by mail
  body TEXT NOT NULL,
  html TEXT NOT NULL DEFAULT '',         -- the mail's own HTML, as it came: sanitised when shown
  folds {{json}} NOT NULL,               -- byte ranges of body that are quoted text
  channel TEXT NOT NULL,
  automatic TEXT NOT NULL DEFAULT '',    -- auto-reply, auto-generated, bounce, list
  outside BOOLEAN NOT NULL DEFAULT FALSE, -- from someone not on the ticket
  delivery_id BIGINT,                    -- the mail it came by
  at BIGINT NOT NULL
);
CREATE INDEX comments_ticket ON comments (ticket_id, id);
CREATE TABLE attachments (
  id {{id}},
  ticket_id BIGINT REFERENCES tickets (id),
  comment_id BIGINT REFERENCES comments (id),
  owner_id BIGINT NOT NULL,              -- who uploaded it; only they may use it until it is on a ticket
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  hash TEXT NOT NULL,
  content_id TEXT NOT NULL DEFAULT '',   -- RFC 2392, without <>
  inline BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);
CREATE INDEX attachments_comment ON attachments (comment_id);
CREATE INDEX attachments_ticket ON attachments (ticket_id);
CREATE INDEX attachments_hash ON attachments (hash);
CREATE TABLE message_ids (
  message_id TEXT NOT NULL,
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  comment_id BIGINT NOT NULL,
  direction TEXT NOT NULL,               -- in, out
  at BIGINT NOT NULL
);
CREATE INDEX message_ids_id ON message_ids (message_id, at DESC);
CREATE INDEX message_ids_ticket ON message_ids (ticket_id, comment_id);
CREATE TABLE drafts (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  public BOOLEAN NOT NULL,
  body TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, user_id)
);
-- A reply between "send" and the end of the undo time.
CREATE TABLE held_replies (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  author_id BIGINT NOT NULL REFERENCES users (id),
  public BOOLEAN NOT NULL,
  body TEXT NOT NULL,
  changes {{json}} NOT NULL,             -- what the update does beside the comment
  attachments {{json}} NOT NULL,
  if_seq BIGINT NOT NULL,
  send_at BIGINT NOT NULL,
  problem TEXT NOT NULL DEFAULT '',      -- why it was not sent: the thread moved on, the ticket closed
  created_at BIGINT NOT NULL
);
CREATE INDEX held_replies_ticket ON held_replies (ticket_id);
CREATE TABLE macros (
  id {{id}},
  title TEXT NOT NULL,
  body TEXT NOT NULL,                    -- Markdown with placeholders
  position BIGINT NOT NULL DEFAULT 0,
  updated_at BIGINT NOT NULL
);
CREATE TABLE views (
  id {{id}},
  title TEXT NOT NULL,
  query TEXT NOT NULL,                   -- the search syntax
  sort TEXT NOT NULL DEFAULT '',
  owner_id BIGINT REFERENCES users (id), -- NULL: shared
  position BIGINT NOT NULL DEFAULT 0,
  updated_at BIGINT NOT NULL
);
