package app

import (
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// clocksChecked is how many tickets' clocks are held to their log: enough to find a defect, few enough to wait for.
const clocksChecked = 500

// clocks works the newest clocks out of the log again, and holds what is kept to that.
func (e *examination) clocks(d *Desk) {
	checked, problems, err := d.Clocks.Verify(access.AsSystem(e.ctx, "cli"), clocksChecked)
	switch {
	case err != nil:
		e.failed("clocks", err)
	case len(problems) > 0:
		e.add(cli.Bad, "clocks", "This is a defect of Daywatch: please report it with this line",
			"%d of %d tickets have clocks that their log does not lead to: %s",
			len(problems), checked, problems[0])
	default:
		e.ok("clocks", "those of %d tickets are what their log leads to", checked)
	}
}
