-- One row per searchable text: a subject, a comment, an attachment's name. The words are normalised by
-- search.Normalize, so that both engines match the same substrings by trigrams.
CREATE TABLE search_texts (
  id {{id}},
  ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  kind TEXT NOT NULL,                    -- subject, comment, note, attachment
  source_id BIGINT NOT NULL,             -- the ticket, comment or attachment
  words TEXT NOT NULL,
  UNIQUE (kind, source_id)
);
CREATE INDEX search_texts_ticket ON search_texts (ticket_id);
-- +sqlite
CREATE VIRTUAL TABLE search_index USING fts5 (words, content = 'search_texts', content_rowid = 'id', tokenize = 'trigram case_sensitive 1', detail = 'full');
-- +goose StatementBegin
CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN
  INSERT INTO search_index (rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_texts_removed AFTER DELETE ON search_texts BEGIN
  INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_texts_changed AFTER UPDATE OF words ON search_texts BEGIN
  INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words);
  INSERT INTO search_index (rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd
-- +postgres
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX search_texts_words ON search_texts USING gin (words gin_trgm_ops);
-- +both
