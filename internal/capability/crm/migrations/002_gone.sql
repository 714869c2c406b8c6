ALTER TABLE crm_rows ADD COLUMN gone BOOLEAN NOT NULL DEFAULT FALSE; -- it has a contact whom the CRM names no more
