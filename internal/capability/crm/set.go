package crm

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// set puts the changes of a row into an organization. Everything else of it stays.
func (b *batch) set(ctx context.Context, tx *db.Tx, o people.Organization, r Row) (people.Organization, error) {
	for _, c := range r.Changes {
		if err := b.setField(ctx, tx, &o, c.Field, c.To); err != nil {
			return o, err
		}
	}
	return o, nil
}

func (b *batch) setField(ctx context.Context, tx *db.Tx, o *people.Organization, field, to string) (err error) {
	if text := textOf(o, field); text != nil {
		*text = to
		return nil
	}
	switch field {
	case StartsOn:
		o.StartsOn, err = people.ParseDate(field, to)
	case EndsOn:
		o.EndsOn, err = people.ParseDate(field, to)
	case GraceDays:
		o.GraceDays = int(amount(to))
	case Limit:
		o.ContactLimit = int(amount(to))
	case ARR:
		o.ARR = amount(to)
	case Seats:
		o.Seats = int(amount(to))
	case Calendar:
		o.CalendarID = b.words.Calendars.id(to)
	case Hold:
		o.Hold, o.HoldReason = to != "", to
	case Marked:
		mark(o, to, tx.Now())
	case Tags:
		mine := strings.Fields(to)
		o.Tags = append(slices.DeleteFunc(slices.Clone(o.Tags), func(t string) bool { return slices.Contains(b.words.Managed, t) }), mine...)
	case Domain:
		o.Domains = append(slices.Clone(o.Domains), to)
	case Owner, CSM, Architect:
		return b.own(ctx, tx, o, field, to)
	}
	return err
}

// textOf gives the fields that are plain texts.
func textOf(o *people.Organization, field string) *string {
	switch field {
	case Name:
		return &o.Name
	case ExternalID:
		return &o.ExternalID
	case Level:
		return &o.SupportLevel
	case Tier:
		return &o.Tier
	case Deployment:
		return &o.Deployment
	case Region:
		return &o.Region
	case Segment:
		return &o.Segment
	case Health:
		return &o.Health
	case Partner:
		return &o.Partner
	}
	return nil
}

// mark marks an organization for deletion, or takes the mark away. Nothing is ever deleted here.
func mark(o *people.Organization, why string, now time.Time) {
	o.MarkedWhy = why
	switch {
	case why == "":
		o.MarkedAt = time.Time{}
	case o.MarkedAt.IsZero():
		o.MarkedAt = now
	}
}

// own puts somebody in the place of the first owner of a role; nobody takes them away.
func (b *batch) own(ctx context.Context, tx *db.Tx, o *people.Organization, role, mention string) error {
	at := slices.IndexFunc(o.Owners, func(w people.Owner) bool { return w.Role == role })
	owners := slices.Clone(o.Owners)
	if mention == "" {
		if at >= 0 {
			owners = slices.Delete(owners, at, at+1)
		}
		o.Owners = owners
		return nil
	}
	name, address := Mentioned(mention)
	w := people.Owner{Side: people.Ours, Role: role, Name: name, Address: address}
	if address != "" {
		id, err := b.colleague(ctx, tx, address)
		if err != nil {
			return err
		}
		if id != 0 {
			w = people.Owner{Side: people.Ours, Role: role, UserID: id}
		}
	}
	if at >= 0 {
		owners[at] = w
	} else {
		owners = append(owners, w)
	}
	o.Owners = owners
	return nil
}

// colleague gives the number of somebody of the team with an address; 0 for anybody else. Few of them own many customers.
func (b *batch) colleague(ctx context.Context, tx *db.Tx, address string) (int64, error) {
	if id, known := b.colleagues[address]; known {
		return id, nil
	}
	u, err := b.People.ByAddress(ctx, tx, address)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return 0, err
	}
	if !u.Role.Staff() {
		u.ID = 0
	}
	b.colleagues[address] = u.ID
	return u.ID, nil
}

// meet names the people of a row as contacts. Whom the desk will not have is noted; the organization stands without them.
func (b *batch) meet(ctx context.Context, tx *db.Tx, o people.Organization, l *Line) error {
	if err := b.takeOff(ctx, tx, l); err != nil { // first: it makes room
		return err
	}
	for _, p := range l.People {
		u, err := b.People.Ensure(ctx, tx, p.Name, p.Address)
		if err != nil {
			return err
		}
		proof := people.ProofCRM
		if p.SoldTo {
			proof = people.ProofSoldTo
		}
		err = b.People.NameContactIn(ctx, tx, people.Contact{UserID: u.ID, OrganizationID: o.ID, Role: p.Role, Proof: proof, ProvedAt: tx.Now()})
		if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
			sentence, _ := fault.Public(err)
			l.Notes = append(l.Notes, Note{Word: "contact_refused", Value: p.Address, Other: sentence})
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}
