-- Files of closed tickets go after a while, where the desk wants it (domain/us-government.md).
ALTER TABLE attachments ADD COLUMN expired_at BIGINT;  -- NULL: the file is there; else its hash is ''
CREATE TABLE ticket_files_expired (
  ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id),
  at BIGINT NOT NULL
);
CREATE INDEX tickets_closed ON tickets (updated_at) WHERE status = 6;
