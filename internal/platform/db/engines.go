package db

// The drivers register themselves with database/sql; only this package knows them.
import (
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)
