-- Each time a ticket goes from one to another, with who moved it.
CREATE TABLE queue_moves (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  kind TEXT NOT NULL,                     -- see Kind in move.go
  from_user BIGINT,
  to_user BIGINT,
  from_region TEXT NOT NULL DEFAULT '',
  to_region TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '',        -- a word: the kind of a hot rehome, the number of turns
  by_id BIGINT NOT NULL,                  -- 0: the desk itself
  at BIGINT NOT NULL,
  seen_at BIGINT                          -- when whom it went to first did something on it
);
CREATE INDEX queue_moves_ticket ON queue_moves (ticket_id, id);
CREATE INDEX queue_moves_unseen ON queue_moves (to_user, at) WHERE seen_at IS NULL AND to_user IS NOT NULL;
CREATE INDEX queue_moves_kind ON queue_moves (kind, at);
-- Tickets on their way to the region that their customer prefers, until somebody there has them.
CREATE TABLE queue_rehomes (
  ticket_id BIGINT NOT NULL PRIMARY KEY REFERENCES tickets (id),
  region TEXT NOT NULL,
  from_region TEXT NOT NULL,
  waits BOOLEAN NOT NULL,                 -- for the customer: it stays with its owner until then
  at BIGINT NOT NULL,
  round_from BIGINT,                      -- the round of the region's watch that it goes without an owner
  round_until BIGINT,
  turns BIGINT NOT NULL DEFAULT 0         -- whole rounds without an owner
);
-- How each watch ended.
CREATE TABLE queue_watches (
  id {{id}},
  region TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  remaining {{json}} NOT NULL,            -- tickets of the region that nobody had
  late BOOLEAN NOT NULL,                  -- the desk did not run at that moment: it tells how things stood later
  UNIQUE (region, ended_at)
);
-- What somebody leaves behind for whoever goes on while they are off. A draft is made when time off is planned.
CREATE TABLE queue_summaries (
  ticket_id BIGINT NOT NULL PRIMARY KEY REFERENCES tickets (id),
  leaver_id BIGINT NOT NULL,
  time_off_id BIGINT,
  problem TEXT NOT NULL,
  action TEXT NOT NULL,
  next TEXT NOT NULL,
  blockers TEXT NOT NULL,
  back_at BIGINT,
  posted_at BIGINT,                       -- NULL: a draft
  at BIGINT NOT NULL
);
CREATE INDEX queue_summaries_leaver ON queue_summaries (leaver_id);
-- Whose turn it is in a group that wants its tickets pushed.
CREATE TABLE queue_turns (
  group_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  balance BIGINT NOT NULL,
  PRIMARY KEY (group_id, user_id)
);
-- The shift chair's lists and the reports of very breached tickets.
CREATE TABLE queue_lists (
  id {{id}},
  kind TEXT NOT NULL,                     -- shift, very_breached
  region TEXT NOT NULL,
  at BIGINT NOT NULL,                     -- the hour that the setting names
  until BIGINT NOT NULL,                  -- of a shift: when every P1 and P2 must have an owner
  people {{json}} NOT NULL,               -- who is on shift, to whom it went
  late BOOLEAN NOT NULL,
  ended BOOLEAN NOT NULL DEFAULT FALSE,
  made_at BIGINT NOT NULL,
  UNIQUE (kind, region, at)
);
CREATE TABLE queue_list_items (
  list_id BIGINT NOT NULL REFERENCES queue_lists (id),
  position BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  class BIGINT NOT NULL,                  -- 1 to 3; 0 in a report
  weight BIGINT NOT NULL,
  breach_at BIGINT,
  claimed_by BIGINT,
  claimed_at BIGINT,
  done_by BIGINT,
  done_at BIGINT,
  missed BOOLEAN NOT NULL DEFAULT FALSE,  -- a P1 or P2 that nobody had when the shift ended
  PRIMARY KEY (list_id, ticket_id)
);
CREATE INDEX queue_list_items_ticket ON queue_list_items (ticket_id);
