package app

import (
	"strings"

	"github.com/daywatch/daywatch/internal/edge/cli"
)

// apart warns of a restricted desk whose database stands beside another's: the two are told apart by names alone there.
func (e *examination) apart(cfg Config, dc DeskConfig) {
	server, others := cfg.besides(dc)
	if len(others) == 0 {
		return
	}
	e.add(cli.Warn, "database server", "Give the restricted desk a PostgreSQL server of its own, see docs/operate/restricted-desk.md",
		"%s shares the server %s with %s: its write-ahead log, its backups and its administrators are theirs, too", dc.Name, server, strings.Join(others, ", "))
}

// views goes through the log of views of a restricted desk, and names the first that is not as it was written.
func (e *examination) views(d *Desk) {
	if !d.boundary.Restricted {
		return
	}
	c, err := d.Clearances.Verify(e.ctx)
	switch {
	case err != nil:
		e.failed("log of views", err)
	case !c.Sound():
		e.add(cli.Bad, "log of views",
			"Somebody changed it behind the desk's back. Keep the database as it is, compare the last backups, and see docs/operate/restricted-desk.md",
			"The chain is broken at view %d: %s", c.BrokenAt, c.Why)
	default:
		e.ok("log of views", "%d views hang together; %d anchors hold", c.Views, c.Anchors)
	}
}
