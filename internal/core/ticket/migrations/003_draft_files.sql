ALTER TABLE drafts ADD COLUMN attachments {{json}} NOT NULL DEFAULT '[]'; -- uploaded, not sent
