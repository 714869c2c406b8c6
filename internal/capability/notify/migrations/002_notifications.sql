CREATE TABLE notifications (
  id {{id}},
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,                     -- assigned, replied, mentioned, bounced, mail_stuck, breaker
  cause TEXT NOT NULL,                    -- event:203, outbox:17, brake:5
  ticket_id BIGINT REFERENCES tickets (id),
  comment_id BIGINT,
  actor_id BIGINT NOT NULL DEFAULT 0,     -- 0: the desk itself
  detail TEXT NOT NULL DEFAULT '',        -- an address, or what a mail server said
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  UNIQUE (user_id, kind, cause)
);
CREATE INDEX notifications_user ON notifications (user_id, id DESC);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE seen_at IS NULL;
-- Whom the desk answered by itself. The row is also the lock that makes counting exact.
CREATE TABLE answered_senders (
  address TEXT PRIMARY KEY,
  at BIGINT NOT NULL
);
-- Every time a brake held an automatic mail back.
CREATE TABLE brakes (
  id {{id}},
  brake TEXT NOT NULL,                    -- sender, repeat, global
  address TEXT NOT NULL,
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  comment_id BIGINT NOT NULL,             -- the one that was not answered
  at BIGINT NOT NULL,
  until BIGINT                            -- global: no automatic answer before this
);
CREATE INDEX brakes_ticket ON brakes (ticket_id);
CREATE INDEX brakes_until ON brakes (until) WHERE until IS NOT NULL;
