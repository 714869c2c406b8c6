CREATE TABLE attention_requests (
  id {{id}},
  title TEXT NOT NULL
);
