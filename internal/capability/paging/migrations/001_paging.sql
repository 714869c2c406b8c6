CREATE TABLE paging_policies (
  id {{id}},
  title TEXT NOT NULL
);
