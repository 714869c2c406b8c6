-- A call with a customer, from the offer of a link to what became of it.
CREATE TABLE calls (
  id {{id}},
  uid TEXT NOT NULL UNIQUE,               -- in calendars, for good (RFC 5545 UID)
  sequence BIGINT NOT NULL DEFAULT 0,     -- how often what was booked changed (RFC 5546 SEQUENCE)
  kind TEXT NOT NULL,                     -- a key of the setting call.rules
  state TEXT NOT NULL,                    -- see State in call.go
  subject_type TEXT NOT NULL,             -- what it is about: ticket, or a part's own
  subject_id BIGINT NOT NULL,
  ticket_id BIGINT REFERENCES tickets (id),
  organization_id BIGINT,
  customer_id BIGINT,                     -- who was offered the link
  by_id BIGINT NOT NULL,                  -- who offered or set it; 0: the desk itself
  title TEXT NOT NULL,
  about TEXT NOT NULL DEFAULT '',         -- what it shall cover
  pool {{json}} NOT NULL,                 -- of an offer: who may take it, user numbers
  every_host BOOLEAN NOT NULL DEFAULT FALSE, -- the whole pool takes part, else one of it
  minutes {{json}} NOT NULL,              -- of an offer: the lengths to choose from
  from_at BIGINT,
  until_at BIGINT,
  zone TEXT NOT NULL DEFAULT '',          -- of the customer, IANA
  language TEXT NOT NULL DEFAULT '',      -- of the customer, BCP 47
  nonce TEXT NOT NULL DEFAULT '',         -- the link's chance; its secret is made of this and the desk's key; empty: no link
  provider TEXT NOT NULL DEFAULT '',      -- of the room, see call/video
  room TEXT NOT NULL DEFAULT '',          -- its address; empty: none yet
  room_ref TEXT NOT NULL DEFAULT '',      -- what the provider calls it
  room_error TEXT NOT NULL DEFAULT '',    -- why there is none yet
  offered_at BIGINT,
  expires_at BIGINT,                      -- of the link, while nothing is booked
  booked_at BIGINT,
  ended_at BIGINT,                        -- held, no-show, cancelled, withdrawn or expired
  reason TEXT NOT NULL DEFAULT '',        -- of a cancellation
  by_customer BOOLEAN NOT NULL DEFAULT FALSE, -- the customer cancelled it
  summary TEXT NOT NULL DEFAULT ''        -- what the customer was told of it
);
CREATE INDEX calls_ticket ON calls (ticket_id, id);
CREATE INDEX calls_subject ON calls (subject_type, subject_id);
CREATE INDEX calls_organization ON calls (organization_id, from_at);
CREATE INDEX calls_when ON calls (state, from_at);
CREATE INDEX calls_made ON calls (offered_at);
-- Who of us takes part. A row is the hold on the engineer's time as long as it is active.
CREATE TABLE call_hosts (
  call_id BIGINT NOT NULL REFERENCES calls (id),
  user_id BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  PRIMARY KEY (call_id, user_id)
);
CREATE UNIQUE INDEX call_hosts_start ON call_hosts (user_id, from_at) WHERE active;
CREATE INDEX call_hosts_until ON call_hosts (user_id, until_at);
-- Who of them takes part, and what their calendar answered.
CREATE TABLE call_guests (
  call_id BIGINT NOT NULL REFERENCES calls (id),
  address TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  user_id BIGINT,
  answer TEXT NOT NULL DEFAULT '',        -- RFC 5545 PARTSTAT; empty: none yet
  answered_at BIGINT,
  PRIMARY KEY (call_id, address)
);
-- An engineer's time: the row that bookings lock, and the calendar that they keep elsewhere.
CREATE TABLE call_calendars (
  user_id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL DEFAULT '',          -- feed or caldav; empty: none
  url TEXT NOT NULL DEFAULT '',
  username TEXT NOT NULL DEFAULT '',
  password TEXT NOT NULL DEFAULT '',      -- sealed with the desk's key
  puts BOOLEAN NOT NULL DEFAULT FALSE,    -- booked calls are written there
  busy {{json}} NOT NULL,                 -- the last good copy: stretches in microseconds
  events BIGINT NOT NULL DEFAULT 0,       -- of the last good copy
  asked_at BIGINT,                        -- the last try
  good_at BIGINT,                         -- of the last good copy
  trouble TEXT NOT NULL DEFAULT '',       -- what the last try found wrong
  told_at BIGINT                          -- the engineer was told that the copy is old
);
-- Hints that somebody put aside.
CREATE TABLE call_hints (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  sign TEXT NOT NULL,                     -- see call/sign
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, sign)
);
