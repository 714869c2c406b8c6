package app

import (
	"context"
	"net"
	"net/url"
	"time"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// restrictedFileDays is after how many days without an update the files of a closed ticket go on a restricted desk
// (domain/us-government.md). Settings can say otherwise.
const restrictedFileDays = 90

// refusals is what the desk does not take. It follows from its place in the configuration file: nobody inside can lift it.
func (d *Desk) refusals(context.Context, db.Querier) (ticket.Refusals, error) {
	if !d.boundary.Restricted {
		return ticket.Refusals{Sealed: d.sealed()}, nil
	}
	return ticket.Refusals{CCs: true, Pictures: true, FileDays: restrictedFileDays}, nil
}

// sealed are the hosts to which no word of this desk to customers may lead; a restricted desk may lead to itself.
func (d *Desk) sealed() []string {
	if d.boundary.Restricted {
		return nil
	}
	return d.boundary.Hosts
}

// GovernmentHours is the title of the calendar of customers of a restricted desk who bought twelve hours on five days; 24x7 is a
// calendar of every desk.
const GovernmentHours = "Government 12x5"

// governmentHours gives a restricted desk that calendar (domain/us-government.md: Monday to Friday, 05:00 to 17:00 Pacific).
func (d *Desk) governmentHours(ctx context.Context, tx *db.Tx) error {
	if !d.boundary.Restricted {
		return nil
	}
	if _, err := d.Calendars.ByTitle(ctx, tx, GovernmentHours); !fault.Is(err, fault.NotFound) {
		return err
	}
	spec := bizcal.Spec{Zone: "America/Los_Angeles"}
	for day := time.Monday; day <= time.Friday; day++ {
		spec.Weekly[day] = []bizcal.Span{{From: 5 * 60, To: 17 * 60}}
	}
	if _, err := d.Calendars.SaveIn(ctx, tx, calendar.Calendar{Title: GovernmentHours, Spec: spec}); err != nil {
		return err
	}
	rules, err := emergency.RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	rules.Outside = emergency.PageLow // a customer of twelve hours hears when somebody looks for certain
	return emergency.RulesKey.Set(ctx, tx, d.Log, rules)
}

// owns reports whether mail to an address would come back into this installation: no mail is sent there. For a restricted desk
// that is also where another desk takes mail, for what it wrote would be a ticket there.
func (d *Desk) owns(ctx context.Context, q db.Querier, address string) (own bool, err error) {
	if own, err = d.Intake.Owns(ctx, q, address); err != nil || own {
		return own, err
	}
	for _, o := range d.beside() {
		if own, err = o.Intake.Owns(ctx, o.DB.Read(), address); err != nil || own {
			return own, err
		}
	}
	return false, nil
}

// hostOf is the host of an address that was checked already.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

func portOf(addr net.Addr) string {
	_, port, _ := net.SplitHostPort(addr.String()) // a listener's address has one
	return port
}
