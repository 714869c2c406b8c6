CREATE TABLE discussion_items (
  id {{id}},
  title TEXT NOT NULL
);
