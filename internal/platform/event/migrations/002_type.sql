-- The audit trail walks the events of one kind of subject from the newest.
CREATE INDEX events_type ON events (subject_type, id DESC);
