-- What a customer runs (assigned-support.md: environment inventory per account).
CREATE TABLE environments (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,                 -- see people.FoldName
  kind TEXT NOT NULL,                     -- see Kinds in environment.go; so the next two
  deployment TEXT NOT NULL,
  architecture TEXT NOT NULL,             -- empty: not known; so the next three
  version TEXT NOT NULL,
  version_key TEXT NOT NULL,              -- see version.Key
  size TEXT NOT NULL,                     -- reference size
  users BIGINT NOT NULL,                  -- 0: not known
  nodes {{json}} NOT NULL,                -- roles with counts
  topology TEXT NOT NULL,                 -- Markdown; so are the notes
  notes TEXT NOT NULL,
  is_primary BOOLEAN NOT NULL,            -- the one that the organization's deployment and version are those of
  confirmed_at BIGINT,                    -- when the customer last said that this is so
  retired_at BIGINT,                      -- NULL: it runs
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX environments_name ON environments (organization_id, name_key);
CREATE UNIQUE INDEX environments_primary ON environments (organization_id) WHERE is_primary;
CREATE INDEX environments_version ON environments (version_key);
-- Every change of a version.
CREATE TABLE environment_versions (
  id {{id}},
  environment_id BIGINT NOT NULL REFERENCES environments (id),
  from_version TEXT NOT NULL,
  to_version TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_id BIGINT,                           -- NULL: the desk itself
  upgrade_id BIGINT                       -- the upgrade that brought it, a number of capability/upgrade
);
CREATE INDEX environment_versions_of ON environment_versions (environment_id, id);
-- Files about it. One of the same name is a newer version; the older ones are kept.
CREATE TABLE environment_documents (
  id {{id}},
  environment_id BIGINT NOT NULL REFERENCES environments (id),
  name TEXT NOT NULL,
  edition BIGINT NOT NULL,                -- 1, 2, … of the name
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  hash TEXT NOT NULL,
  by_id BIGINT,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX environment_documents_edition ON environment_documents (environment_id, name, edition);
-- Which environment a ticket is about. Tickets are made after this table, so that none is referred to.
CREATE TABLE environment_tickets (
  ticket_id BIGINT PRIMARY KEY,
  environment_id BIGINT NOT NULL REFERENCES environments (id),
  by_id BIGINT,
  at BIGINT NOT NULL
);
CREATE INDEX environment_tickets_of ON environment_tickets (environment_id);
