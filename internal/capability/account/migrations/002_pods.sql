-- A small group of assigned engineers who cover for each other (assigned-support.md, PTO).
CREATE TABLE account_pods (
  id {{id}},
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,                 -- names that differ in case or spacing only are one
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL,             -- 0: the desk itself
  UNIQUE (name_key)
);
-- Nobody is in two.
CREATE TABLE account_pod_members (
  user_id BIGINT NOT NULL REFERENCES users (id),
  pod_id BIGINT NOT NULL REFERENCES account_pods (id),
  PRIMARY KEY (user_id)
);
CREATE INDEX account_pod_members_pod ON account_pod_members (pod_id);
