CREATE TABLE environments (
  id {{id}},
  title TEXT NOT NULL
);
