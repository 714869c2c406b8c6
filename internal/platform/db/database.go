package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// CreateDatabase makes an empty database on the PostgreSQL of server, a URL of a role that may. The name is
// of lower-case letters, digits and underscores.
func CreateDatabase(ctx context.Context, server, name string) error {
	return administer(ctx, server, name, "CREATE DATABASE ")
}

// DropDatabase removes the database that dsn names, whoever is connected to it.
func DropDatabase(ctx context.Context, dsn string) error {
	u, err := url.Parse(dsn)
	if err != nil {
		return err
	}
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	return administer(ctx, u.String(), name, "DROP DATABASE IF EXISTS ")
}

func administer(ctx context.Context, server, name, statement string) error {
	if !plainName.MatchString(name) {
		return fmt.Errorf("%q is no plain name of a database", name)
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer admin.Close()
	if strings.HasPrefix(statement, "DROP") {
		name += " WITH (FORCE)"
	}
	_, err = admin.ExecContext(ctx, statement+name)
	return classify(err)
}
