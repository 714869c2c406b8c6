CREATE TABLE api_tokens (
  id {{id}},
  user_id BIGINT NOT NULL REFERENCES users (id), -- whose it is, and as whom it acts
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,                     -- SHA-256 of the token, which is shown once and not kept
  hint TEXT NOT NULL,                            -- its last characters, by which its owner knows it again
  scopes {{json}} NOT NULL,
  expires_at BIGINT,                             -- NULL: never
  last_used_at BIGINT,                           -- to within some minutes
  revoked_at BIGINT,
  created_by BIGINT NOT NULL,                    -- 0: from the command line
  created_at BIGINT NOT NULL
);
CREATE INDEX api_tokens_user ON api_tokens (user_id);
