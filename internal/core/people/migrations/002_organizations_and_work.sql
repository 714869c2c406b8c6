-- What clocks and rules ask of a customer (domain/tickets.md, Entitlement and organisations).
ALTER TABLE organizations ADD COLUMN support_level TEXT NOT NULL DEFAULT ''; -- key of a level of the desk
ALTER TABLE organizations ADD COLUMN tier TEXT NOT NULL DEFAULT '';          -- key of a success tier
ALTER TABLE organizations ADD COLUMN starts_on TEXT NOT NULL DEFAULT '';     -- YYYY-MM-DD in UTC; '' has no edge
ALTER TABLE organizations ADD COLUMN ends_on TEXT NOT NULL DEFAULT '';       -- its last day
ALTER TABLE organizations ADD COLUMN grace_days BIGINT NOT NULL DEFAULT 15;
ALTER TABLE organizations ADD COLUMN grace_ends_on TEXT NOT NULL DEFAULT ''; -- ends_on + grace_days: the engines add to dates differently
ALTER TABLE organizations ADD COLUMN hold BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organizations ADD COLUMN hold_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN calendar_id BIGINT;                     -- of the module calendar; NULL: that of the region
ALTER TABLE organizations ADD COLUMN contact_limit BIGINT NOT NULL DEFAULT 30; -- 0: none
ALTER TABLE organizations ADD COLUMN escalated_at BIGINT;                    -- NULL: not escalated
ALTER TABLE organizations ADD COLUMN escalation_note TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN assigned_engineer_id BIGINT;            -- a user; a key would tie the two tables to each other
ALTER TABLE organizations ADD COLUMN fields {{json}} NOT NULL DEFAULT '{}';  -- free fields by key
CREATE UNIQUE INDEX organizations_external ON organizations (external_id) WHERE external_id <> '';
CREATE INDEX organizations_calendar ON organizations (calendar_id) WHERE calendar_id IS NOT NULL;
CREATE TABLE organization_tags (
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  tag TEXT NOT NULL,
  PRIMARY KEY (organization_id, tag)
);
CREATE INDEX organization_tags_tag ON organization_tags (tag, organization_id);

-- How a member of the team works (domain/tools-and-config-as-code.md, support-team YAML).
ALTER TABLE users ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN manager_id BIGINT;                              -- a user
ALTER TABLE users ADD COLUMN hours {{json}} NOT NULL DEFAULT '{}';           -- spans by weekday, in the person's zone
ALTER TABLE users ADD COLUMN shift BOOLEAN NOT NULL DEFAULT FALSE;           -- works shifts, weekends among them
ALTER TABLE users ADD COLUMN focuses {{json}} NOT NULL DEFAULT '[]';
ALTER TABLE users ADD COLUMN skills {{json}} NOT NULL DEFAULT '[]';
ALTER TABLE users ADD COLUMN languages {{json}} NOT NULL DEFAULT '[]';
ALTER TABLE users ADD COLUMN round_robin BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE users ADD COLUMN modifier BIGINT NOT NULL DEFAULT 100;           -- percent of an equal share
ALTER TABLE users ADD COLUMN accepts BIGINT NOT NULL DEFAULT 0;              -- open tickets at most; 0: no limit
CREATE TABLE time_off (
  id {{id}},
  user_id BIGINT NOT NULL REFERENCES users (id),
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX time_off_user ON time_off (user_id, until_at);
CREATE INDEX time_off_until ON time_off (until_at);
