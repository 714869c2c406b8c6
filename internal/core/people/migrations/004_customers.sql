-- Who a customer is beyond the contract (domain/tickets.md, Entitlement and organisations; domain/crm-and-calls.md).
ALTER TABLE organizations ADD COLUMN partner TEXT NOT NULL DEFAULT '';       -- who sells it
ALTER TABLE organizations ADD COLUMN segment TEXT NOT NULL DEFAULT '';
ALTER TABLE organizations ADD COLUMN health TEXT NOT NULL DEFAULT '';        -- green, amber, red
ALTER TABLE organizations ADD COLUMN arr BIGINT NOT NULL DEFAULT 0;          -- a year's revenue, whole units of people.currency
ALTER TABLE organizations ADD COLUMN seats BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN aliases {{json}} NOT NULL DEFAULT '[]'; -- other names
ALTER TABLE organizations ADD COLUMN owners {{json}} NOT NULL DEFAULT '[]';
ALTER TABLE organizations ADD COLUMN shares_tickets BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organizations ADD COLUMN marked_at BIGINT;                       -- for deletion, since; NULL: not
ALTER TABLE organizations ADD COLUMN marked_why TEXT NOT NULL DEFAULT '';
CREATE TABLE organization_domains (
  domain TEXT PRIMARY KEY,              -- small letters; of mail, for matching and redaction, never for joining
  organization_id BIGINT NOT NULL REFERENCES organizations (id)
);
CREATE INDEX organization_domains_organization ON organization_domains (organization_id);
CREATE TABLE organization_contacts (
  user_id BIGINT PRIMARY KEY REFERENCES users (id), -- a contact of one organization at most
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  role TEXT NOT NULL DEFAULT '',
  proof TEXT NOT NULL DEFAULT '',       -- the kind, not the proof
  proved_at BIGINT,
  proved_by BIGINT NOT NULL DEFAULT 0,  -- a user; 0: the desk itself
  since BIGINT NOT NULL
);
CREATE INDEX organization_contacts_organization ON organization_contacts (organization_id, user_id);
