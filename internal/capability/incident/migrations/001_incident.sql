CREATE TABLE incident_components (
  id {{id}},
  title TEXT NOT NULL
);
