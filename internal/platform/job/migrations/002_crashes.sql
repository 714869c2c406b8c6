-- How often a process died with the job in hand. Such a try says little about the job: whoever ends a process takes
-- all jobs in its hands with it.
ALTER TABLE jobs ADD COLUMN crashes BIGINT NOT NULL DEFAULT 0;
