-- What customers wrote for a new ticket and did not send, or could not: one for each.
CREATE TABLE portal_drafts (
  user_id BIGINT PRIMARY KEY REFERENCES users (id),
  fields {{json}} NOT NULL,              -- of the form, by name
  updated_at BIGINT NOT NULL
);
