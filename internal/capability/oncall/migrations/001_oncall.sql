CREATE TABLE oncall_schedules (
  id {{id}},
  title TEXT NOT NULL
);
