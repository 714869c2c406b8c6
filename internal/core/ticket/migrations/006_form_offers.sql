-- Which organizations a form is offered to: {levels, plans, deployments}. Empty is all.
ALTER TABLE ticket_forms ADD COLUMN offer {{json}} NOT NULL DEFAULT '{}';
