CREATE TABLE calls (
  id {{id}},
  title TEXT NOT NULL
);
