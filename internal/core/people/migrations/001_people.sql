CREATE TABLE organizations (
  id {{id}},
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,        -- the name folded by FoldName: lower() differs between engines
  plan TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',      -- key of a region of the desk, or none preferred
  deployment TEXT NOT NULL DEFAULT '',  -- self-managed, saas
  version TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',       -- for engineers, Markdown
  external_id TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE TABLE staff_groups (
  id {{id}},
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);
CREATE TABLE users (
  id {{id}},
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,               -- folded as above; lists go by it
  role TEXT NOT NULL DEFAULT 'end_user',
  organization_id BIGINT REFERENCES organizations (id),
  zone TEXT NOT NULL DEFAULT '',        -- IANA name; '' is the desk's
  locale TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  signature TEXT NOT NULL DEFAULT '',   -- Markdown, under public replies
  notes TEXT NOT NULL DEFAULT '',
  password_hash TEXT NOT NULL DEFAULT '',
  password_at BIGINT,                   -- sessions older than this are void
  notify {{json}} NOT NULL,             -- switched-off notifications
  active BOOLEAN NOT NULL DEFAULT TRUE,
  mail_fails BOOLEAN NOT NULL DEFAULT FALSE, -- a hard bounce came back
  last_seen_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX users_organization ON users (organization_id);
CREATE INDEX users_name ON users (name_key, id);
CREATE INDEX users_staff ON users (role) WHERE role <> 'end_user';
CREATE TABLE identities (
  id {{id}},
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL DEFAULT 'email',
  value TEXT NOT NULL,                  -- addresses in lower case
  is_primary BOOLEAN NOT NULL DEFAULT FALSE,
  verified_at BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (kind, value)
);
CREATE INDEX identities_user ON identities (user_id);
CREATE TABLE memberships (
  group_id BIGINT NOT NULL REFERENCES staff_groups (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  PRIMARY KEY (group_id, user_id)
);
CREATE TABLE sessions (
  token TEXT PRIMARY KEY,               -- hashed before it comes here
  user_id BIGINT NOT NULL DEFAULT 0,
  data {{bytes}} NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TABLE login_tokens (
  hash TEXT PRIMARY KEY,                -- SHA-256 of the secret in the link
  user_id BIGINT REFERENCES users (id), -- NULL for setup, when there is nobody yet
  purpose TEXT NOT NULL,                -- setup, invite, reset
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX login_tokens_user ON login_tokens (user_id);
CREATE TABLE blocked_senders (
  id {{id}},                            -- the subject of its events
  pattern TEXT NOT NULL UNIQUE,         -- an address, or @domain
  reason TEXT NOT NULL DEFAULT '',
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
