-- An entry for the reader's calendar, and what is asked of it: REQUEST or CANCEL (RFC 6047).
ALTER TABLE outbox ADD COLUMN calendar TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN calendar_method TEXT NOT NULL DEFAULT '';
