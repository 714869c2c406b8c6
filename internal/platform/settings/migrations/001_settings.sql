CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value {{json}} NOT NULL,
  updated_at BIGINT NOT NULL
);
