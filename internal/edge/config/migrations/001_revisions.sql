-- What was applied, and how the whole configuration stood before: rolling back needs nothing else.
CREATE TABLE config_revisions (
  id {{id}},
  at BIGINT NOT NULL,
  actor_id BIGINT,                       -- NULL: the desk itself, by the command line
  actor TEXT NOT NULL,
  approver_id BIGINT,
  approver TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL,                  -- the folder, or the revision that was rolled back
  highest TEXT NOT NULL,                 -- the level of the most critical change
  changes {{json}} NOT NULL,             -- [config.Change]
  before {{json}} NOT NULL               -- the text of each object by folder and name
);
-- The objects that files keep, as they were last applied. Where the desk differs from them it has drifted.
CREATE TABLE config_managed (
  folder TEXT NOT NULL,
  name_key TEXT NOT NULL,                -- see people.FoldName
  name TEXT NOT NULL,
  file TEXT NOT NULL,                    -- inside the folder of the configuration
  body TEXT NOT NULL,
  PRIMARY KEY (folder, name_key)
);
