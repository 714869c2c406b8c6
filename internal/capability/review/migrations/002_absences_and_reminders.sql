-- Who of the customer is away, as they said. What the team has planned stands with the people of the desk.
CREATE TABLE review_absences (
  id {{id}},
  organization_id BIGINT NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  first_day TEXT NOT NULL,                -- 2006-01-02
  last_day TEXT NOT NULL,
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX review_absences_of ON review_absences (organization_id, last_day);
-- When whoever promised something was reminded of it, and the conversation in which a customer was.
ALTER TABLE review_actions ADD COLUMN reminded_at BIGINT;
ALTER TABLE review_actions ADD COLUMN ticket_id BIGINT REFERENCES tickets (id);
ALTER TABLE review_requests ADD COLUMN reminded_at BIGINT;
CREATE INDEX review_actions_ticket ON review_actions (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX review_meetings_ticket ON review_meetings (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX review_reports_ticket ON review_reports (ticket_id) WHERE ticket_id IS NOT NULL;
