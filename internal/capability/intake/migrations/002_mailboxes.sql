-- The numbering of each IMAP mailbox: a renumbered one is scanned again and its mails known by their bytes.
CREATE TABLE imap_places (
  account TEXT NOT NULL,
  mailbox TEXT NOT NULL,
  uid_validity BIGINT NOT NULL,
  rescan_below BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account, mailbox)
);
CREATE TABLE imap_failures (
  source_key TEXT PRIMARY KEY,
  tries BIGINT NOT NULL,
  error TEXT NOT NULL,
  at BIGINT NOT NULL
);
