-- Every mail as it came, kept byte for byte (mail.md E1). Small ones lie here, large ones in the blob store.
CREATE TABLE raw_mails (
  hash TEXT PRIMARY KEY,                -- SHA-256, hex
  size BIGINT NOT NULL,
  body {{bytes}},                       -- NULL: in the blob store under hash
  created_at BIGINT NOT NULL
);
-- The ledger: one row per delivery. received = filed + held + dead + pending, always.
CREATE TABLE mail_deliveries (
  id {{id}},
  channel TEXT NOT NULL,                -- lmtp, smtp, pipe, import, imap:ACCOUNT
  source_key TEXT NOT NULL,             -- names the delivery in its channel (mail.md E2)
  generation BIGINT NOT NULL DEFAULT 1, -- 2 and up: an identical delivery that came later, a robot's next alert
  hash TEXT NOT NULL,
  size BIGINT NOT NULL,
  env_from TEXT NOT NULL DEFAULT '',
  env_to TEXT NOT NULL DEFAULT '',      -- space-separated
  received_at BIGINT NOT NULL,
  note TEXT NOT NULL DEFAULT '',        -- of the way in, for the reader of the mail
  state TEXT NOT NULL DEFAULT 'pending',-- pending, filed, held, dead
  reason TEXT NOT NULL DEFAULT '',      -- why held: spam, loop, own, blocked, auto-reply, bounce; why dead: poison
  detail TEXT NOT NULL DEFAULT '',      -- in a sentence
  attempts BIGINT NOT NULL DEFAULT 0,  -- that failed
  error TEXT NOT NULL DEFAULT '',
  released BOOLEAN NOT NULL DEFAULT FALSE, -- a person said: file it whatever it looks like
  sender TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  automatic TEXT NOT NULL DEFAULT '',
  message_id TEXT NOT NULL DEFAULT '',
  content_hash TEXT NOT NULL DEFAULT '',
  ticket_id BIGINT,
  comment_id BIGINT,
  same_as BIGINT,                       -- the delivery that brought the same mail by another way
  filed_at BIGINT,
  UNIQUE (channel, source_key, generation)
);
CREATE INDEX mail_deliveries_state ON mail_deliveries (state, id DESC);
CREATE INDEX mail_deliveries_hash ON mail_deliveries (hash);
CREATE INDEX mail_deliveries_same ON mail_deliveries (message_id, content_hash) WHERE message_id <> '';
CREATE INDEX mail_deliveries_sender ON mail_deliveries (sender, received_at DESC);
CREATE INDEX mail_deliveries_ticket ON mail_deliveries (ticket_id);
-- One row per Message-ID, locked while a mail with it is filed, so that two copies see each other.
CREATE TABLE mail_ids (
  message_id TEXT PRIMARY KEY,
  filed_at BIGINT NOT NULL
);
