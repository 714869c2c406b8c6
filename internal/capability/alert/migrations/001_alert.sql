CREATE TABLE alert_services (
  id {{id}},
  title TEXT NOT NULL
);
