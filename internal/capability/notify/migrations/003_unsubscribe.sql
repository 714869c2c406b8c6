-- Where the reader of news leaves the list by one click (RFC 8058).
ALTER TABLE outbox ADD COLUMN unsubscribe TEXT NOT NULL DEFAULT '';
