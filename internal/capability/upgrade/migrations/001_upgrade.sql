CREATE TABLE upgrades (
  id {{id}},
  title TEXT NOT NULL
);
