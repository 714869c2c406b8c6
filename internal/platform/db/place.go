package db

import (
	"net"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Place tells where a database is, without opening it: the server of PostgreSQL, empty for SQLite, and a name that is the same
// for the same database however its address is written.
func Place(dsn string) (server, name string, err error) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		c, err := pgconn.ParseConfig(dsn)
		if err != nil {
			return "", "", err
		}
		server = net.JoinHostPort(strings.ToLower(c.Host), strconv.Itoa(int(c.Port)))
		return server, server + "/" + c.Database, nil
	}
	name, err = filepath.Abs(strings.TrimPrefix(dsn, "sqlite:"))
	return "", name, err
}
