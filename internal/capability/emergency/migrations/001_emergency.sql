CREATE TABLE emergencies (
  id {{id}},
  title TEXT NOT NULL
);
