package db

import "testing"

func TestPlace(t *testing.T) {
	for _, c := range []struct{ dsn, server, name string }{
		{"postgres://ana:secret@DB.test/desk", "db.test:5432", "db.test:5432/desk"},
		{"postgresql://bo@db.test:5432/desk?sslmode=disable", "db.test:5432", "db.test:5432/desk"},
		{"postgres:///desk?host=/run/postgresql&port=5433", "/run/postgresql:5433", "/run/postgresql:5433/desk"},
		{"sqlite:/srv/desk.db", "", "/srv/desk.db"},
		{"/srv/../srv/desk.db", "", "/srv/desk.db"},
	} {
		server, name, err := Place(c.dsn)
		if err != nil || server != c.server || name != c.name {
			t.Errorf("%s: %q, %q, %v; want %q, %q", c.dsn, server, name, err, c.server, c.name)
		}
	}
	if _, _, err := Place("postgres://db.test:port/desk"); err == nil {
		t.Error("an address that is none is taken")
	}
}
