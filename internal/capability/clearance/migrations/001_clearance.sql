CREATE TABLE clearances (
  id {{id}},
  title TEXT NOT NULL
);
