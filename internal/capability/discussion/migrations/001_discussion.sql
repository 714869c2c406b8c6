-- A sanitised question that leaves a restricted desk: the only thing that does.
CREATE TABLE discussion_items (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  author_id BIGINT NOT NULL,
  nature TEXT NOT NULL,                   -- of the problem, in words that name nobody
  version TEXT NOT NULL,
  tried TEXT NOT NULL,
  question TEXT NOT NULL,
  state TEXT NOT NULL,                    -- see State in item.go
  reader_id BIGINT NOT NULL DEFAULT 0,    -- who read it before it left; 0: nobody had to
  mark TEXT NOT NULL UNIQUE,              -- random: by it the other side knows an item that comes twice
  ref TEXT NOT NULL DEFAULT '',           -- its number on the other side
  problem TEXT NOT NULL DEFAULT '',       -- why it did not leave
  written_at BIGINT NOT NULL,
  left_at BIGINT,
  pulled_at BIGINT,                       -- when answers were last read
  closed_at BIGINT
);
CREATE INDEX discussion_items_ticket ON discussion_items (ticket_id, id);
CREATE INDEX discussion_items_state ON discussion_items (state, id);

-- What was answered on the other side, as it was read from here.
CREATE TABLE discussion_answers (
  id {{id}},
  item_id BIGINT NOT NULL REFERENCES discussion_items (id),
  ref TEXT NOT NULL,                      -- its number on the other side
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (item_id, ref)
);
