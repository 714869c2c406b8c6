-- The picture beside the name of the desk on customers' pages: one row, or none.
CREATE TABLE portal_logo (
  id BIGINT PRIMARY KEY,
  hash TEXT NOT NULL,                    -- of the blob
  content_type TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);
