-- The ways to reach people, beside their mail address.
CREATE TABLE paging_methods (
  id {{id}},
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,                     -- mail, push, sms, voice, chat, webhook
  address TEXT NOT NULL,
  label TEXT NOT NULL,
  shape TEXT NOT NULL DEFAULT '',         -- of a chat: slack, mattermost
  secret TEXT NOT NULL DEFAULT '',        -- the keys of a browser, what signs a webhook
  verified_at BIGINT,
  code TEXT NOT NULL DEFAULT '',          -- HMAC of the code that was sent
  code_until BIGINT,
  code_tries BIGINT NOT NULL DEFAULT 0,
  gone TEXT NOT NULL DEFAULT '',          -- why nothing arrives there any more
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, kind, address)
);
CREATE INDEX paging_methods_address ON paging_methods (kind, address);
-- What happens when somebody is paged. Without a rule of an urgency its defaults hold.
CREATE TABLE paging_rules (
  user_id BIGINT NOT NULL REFERENCES users (id),
  urgency TEXT NOT NULL,                  -- high, low
  position BIGINT NOT NULL,
  method_id BIGINT NOT NULL,              -- 0: the mail address
  after BIGINT NOT NULL,                  -- seconds
  PRIMARY KEY (user_id, urgency, position)
);
-- When somebody sleeps. The row is also what their changes lock.
CREATE TABLE paging_quiet (
  user_id BIGINT PRIMARY KEY REFERENCES users (id),
  from_minute BIGINT NOT NULL DEFAULT 0,  -- of the day in the person's zone
  until_minute BIGINT NOT NULL DEFAULT 0  -- the same as from_minute: no quiet hours
);
