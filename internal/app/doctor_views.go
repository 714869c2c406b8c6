package app

import "github.com/daywatch/daywatch/internal/edge/cli"

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
		e.add(cli.Bad, "log of views", "Somebody changed it behind the desk's back. Keep the database as it is, compare the last backups, and see docs/operate/restricted-desk.md",
			"The chain is broken at view %d: %s", c.BrokenAt, c.Why)
	default:
		e.ok("log of views", "%d views hang together; %d anchors hold", c.Views, c.Anchors)
	}
}
