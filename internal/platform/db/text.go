package db

import "strings"

// Text makes s one that both engines keep: PostgreSQL takes neither NUL nor what is not UTF-8, SQLite takes all.
func Text(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "") }
