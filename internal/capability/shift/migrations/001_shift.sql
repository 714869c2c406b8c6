CREATE TABLE shift_plans (
  id {{id}},
  title TEXT NOT NULL
);
