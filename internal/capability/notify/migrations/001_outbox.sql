-- One mail to send. It is written out in full in the transaction of its cause, so that every try sends the
-- same bytes, whatever is changed meanwhile.
CREATE TABLE outbox (
  id {{id}},
  kind TEXT NOT NULL,                     -- reply, ack, notification, invite, reset
  cause TEXT NOT NULL,                    -- what calls for it: comment:17, ticket:42, event:203
  audience TEXT NOT NULL DEFAULT '',      -- user:7 where one cause mails several people apart
  ticket_id BIGINT REFERENCES tickets (id),
  comment_id BIGINT,
  actor_id BIGINT NOT NULL DEFAULT 0,     -- who is told when it fails; 0: nobody
  message_id TEXT NOT NULL,               -- with <>, the same at every try
  in_reply_to TEXT NOT NULL DEFAULT '',
  refs TEXT NOT NULL DEFAULT '',          -- of References, oldest first, parted by spaces
  envelope_from TEXT NOT NULL DEFAULT '', -- '' is the null sender
  from_name TEXT NOT NULL DEFAULT '',
  from_address TEXT NOT NULL DEFAULT '',  -- '' until the desk has an address
  reply_to TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,                -- emptied after sending where it holds a secret link
  body_html TEXT NOT NULL,
  automatic TEXT NOT NULL DEFAULT '',     -- auto-replied, auto-generated
  state TEXT NOT NULL DEFAULT 'queued',   -- queued, sending, sent, partly, failed
  attempts BIGINT NOT NULL DEFAULT 0,     -- also the fence: who holds an older number has lost the row
  first_try_at BIGINT,
  next_try_at BIGINT NOT NULL,
  lease_until BIGINT,
  dot_at BIGINT,                          -- the final dot of this try may be out: no answer means unknown
  last_error TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  settled_at BIGINT,
  UNIQUE (kind, cause, audience)
);
CREATE INDEX outbox_due ON outbox (next_try_at, id) WHERE state = 'queued';
CREATE INDEX outbox_leased ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_ticket ON outbox (ticket_id, id);
CREATE INDEX outbox_comment ON outbox (comment_id);
CREATE INDEX outbox_kind ON outbox (kind, created_at);
CREATE INDEX outbox_message ON outbox (message_id);
CREATE TABLE outbox_recipients (
  outbox_id BIGINT NOT NULL REFERENCES outbox (id),
  position BIGINT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL,                     -- to, cc
  outcome TEXT NOT NULL DEFAULT 'waiting', -- waiting, deferred, unknown, sent, failed
  code BIGINT NOT NULL DEFAULT 0,
  enhanced TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  copies BIGINT NOT NULL DEFAULT 0,       -- tries that may have delivered; over 1 is "possibly sent twice"
  at BIGINT,
  PRIMARY KEY (outbox_id, address)
);
CREATE INDEX outbox_recipients_address ON outbox_recipients (address, outbox_id);
CREATE INDEX outbox_recipients_twice ON outbox_recipients (outbox_id) WHERE copies > 1;
