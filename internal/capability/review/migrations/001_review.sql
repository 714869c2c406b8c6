CREATE TABLE review_series (
  id {{id}},
  title TEXT NOT NULL
);
