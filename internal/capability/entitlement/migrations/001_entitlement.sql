CREATE TABLE entitlement_proofs (
  id {{id}},
  title TEXT NOT NULL
);
