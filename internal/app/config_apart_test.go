package app

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/edge/cli"
)

// pair are an ordinary and a restricted desk that share nothing; change makes them.
func pair(change func(open, shut *DeskConfig)) []DeskConfig {
	open := DeskConfig{Name: "Support", Hosts: []string{"desk.test"}, Database: "postgres://a@db.test/desk", Blobs: "/srv/open/blobs",
		KeyFile: "/srv/open/key", Spool: "/srv/open/spool"}
	shut := DeskConfig{Name: "Government", Hosts: []string{"gov.test"}, Database: "postgres://a@gov-db.test/gov", Blobs: "/srv/shut/blobs",
		KeyFile: "/srv/shut/key", Spool: "/srv/shut/spool", Restricted: true}
	change(&open, &shut)
	return []DeskConfig{open, shut}
}

// TestDisjoint: two desks that share what each has for itself are refused, however it is written.
func TestDisjoint(t *testing.T) {
	for name, change := range map[string]func(open, shut *DeskConfig){
		"":         func(*DeskConfig, *DeskConfig) {},
		"name":     func(open, shut *DeskConfig) { shut.Name = open.Name },
		"database": func(_, shut *DeskConfig) { shut.Database = "postgresql://b:secret@DB.test:5432/desk?sslmode=disable" },
		"blobs":    func(_, shut *DeskConfig) { shut.Blobs = "/srv/shut/../open/blobs" },
		"key_file": func(open, shut *DeskConfig) { shut.KeyFile = open.KeyFile },
		"spool":    func(open, shut *DeskConfig) { shut.Spool = open.Spool },
		"hosts":    func(_, shut *DeskConfig) { shut.Hosts = []string{"gov.test", "DESK.test"} },
	} {
		err := disjoint(pair(change))
		if (err == nil) != (name == "") || err != nil && !strings.Contains(err.Error(), name+" = ") {
			t.Errorf("both have one %q: %v", name, err)
		}
	}
}

// TestSharedServer: doctor warns on either desk where a restricted one stands on a server with another.
func TestSharedServer(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(open, shut *DeskConfig)
		warns  bool
	}{
		{"servers of their own", func(*DeskConfig, *DeskConfig) {}, false},
		{"one server", func(_, shut *DeskConfig) { shut.Database = "postgres://a@db.test:5432/gov" }, true},
		{"one server, none restricted", func(_, shut *DeskConfig) { shut.Database, shut.Restricted = "postgres://a@db.test/gov", false }, false},
		{"files", func(open, shut *DeskConfig) { open.Database, shut.Database = "/srv/open.db", "/srv/shut.db" }, false},
	} {
		cfg := Config{Desks: pair(c.change)}
		for _, d := range cfg.Desks {
			var e examination
			e.apart(cfg, d)
			if warned := len(e.findings) == 1 && e.findings[0].Level == cli.Warn && e.findings[0].Do != ""; warned != c.warns {
				t.Errorf("%s, %s: %+v", c.name, d.Name, e.findings)
			}
		}
	}
}
