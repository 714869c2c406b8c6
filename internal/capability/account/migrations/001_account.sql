CREATE TABLE account_assignments (
  id {{id}},
  title TEXT NOT NULL
);
