ALTER TABLE views ADD COLUMN conditions {{json}} NOT NULL DEFAULT '{}'; -- beside the query; see core/condition
