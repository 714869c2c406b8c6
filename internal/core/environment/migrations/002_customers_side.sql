-- Who said last that what is known is so, and who wrote it down first: the customer themselves, or one of us. NULL: the desk.
ALTER TABLE environments ADD COLUMN confirmed_by BIGINT;
ALTER TABLE environments ADD COLUMN added_by BIGINT;
