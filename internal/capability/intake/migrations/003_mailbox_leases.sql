-- Which process fetches a mailbox: two that move the same mails leave copies behind on the server.
CREATE TABLE imap_leases (
  account TEXT PRIMARY KEY,
  holder TEXT NOT NULL,                  -- host, process and a word of its own
  until BIGINT NOT NULL
);
