CREATE TABLE crm_imports (
  id {{id}},
  title TEXT NOT NULL
);
