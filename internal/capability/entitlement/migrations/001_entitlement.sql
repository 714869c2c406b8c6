-- Who was turned away at the door, what they were told, and what became of it.
CREATE TABLE entitlement_refusals (
  id {{id}},
  at BIGINT NOT NULL,
  door TEXT NOT NULL,                    -- mail, portal
  address TEXT NOT NULL,                 -- small letters
  name TEXT NOT NULL DEFAULT '',
  user_id BIGINT,                        -- NULL: nobody known
  organization_id BIGINT REFERENCES organizations (id),
  reason TEXT NOT NULL,                  -- stranger, unlisted, expired, hold, not_started
  subject TEXT NOT NULL DEFAULT '',
  delivery_id BIGINT,                    -- of the mail log, which keeps the mail
  told TEXT NOT NULL DEFAULT '',         -- the words, Markdown; '' where they were told nothing
  silence TEXT NOT NULL DEFAULT '',      -- why not: automatic, today, brake, nobody
  outcome TEXT NOT NULL DEFAULT '',      -- let_in, contact, left; '' waits for somebody to look
  settled_by BIGINT,
  settled_at BIGINT,
  ticket_id BIGINT                       -- what became of it once it was let in
);
CREATE INDEX entitlement_refusals_open ON entitlement_refusals (id) WHERE outcome = '';
CREATE INDEX entitlement_refusals_address ON entitlement_refusals (address, at);
CREATE UNIQUE INDEX entitlement_refusals_delivery ON entitlement_refusals (delivery_id) WHERE delivery_id IS NOT NULL;

-- How somebody showed that they may ask, and where that led (domain/tickets.md, Lookup chain).
CREATE TABLE entitlement_proofs (
  id {{id}},
  at BIGINT NOT NULL,
  by_id BIGINT NOT NULL,
  ticket_id BIGINT,                      -- on which it was shown
  user_id BIGINT NOT NULL REFERENCES users (id),
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  kind TEXT NOT NULL,
  shown TEXT NOT NULL,                   -- namespace, number of the licence, address on the order
  order_number TEXT NOT NULL DEFAULT '',
  billing_account TEXT NOT NULL DEFAULT '',
  crm_account TEXT NOT NULL DEFAULT '',  -- 18 characters
  named BOOLEAN NOT NULL                 -- they are a contact since; else the organization had no room
);
CREATE INDEX entitlement_proofs_user ON entitlement_proofs (user_id, id);
CREATE INDEX entitlement_proofs_organization ON entitlement_proofs (organization_id, id);
