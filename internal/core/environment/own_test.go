package environment_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// customer is somebody of an organization, signed in.
func (k *desk) customer(name string, organization int64) context.Context {
	k.t.Helper()
	u, err := k.People.CreateContact(k.ctx, strings.ToLower(name)+"@customer.test", people.Particulars{Name: name, OrganizationID: organization})
	k.must(err)
	return access.With(k.t.Context(), access.Principal{UserID: u.ID, Name: name, Role: access.EndUser})
}

func (k *desk) shares(organization int64) {
	k.t.Helper()
	o, err := k.People.Organization(k.ctx, organization)
	k.must(err)
	o.SharesTickets = true
	_, err = k.People.SaveOrganization(k.ctx, o)
	k.must(err)
}

func (k *desk) seen(ctx context.Context) (names []string) {
	k.t.Helper()
	list, err := k.OwnList(ctx)
	k.must(err)
	for _, e := range list.All {
		names = append(names, e.Name)
	}
	return names
}

// updated is when an environment changed last.
func (k *desk) updated(id int64) time.Time {
	k.t.Helper()
	e, err := k.Environment(k.ctx, id)
	k.must(err)
	return e.UpdatedAt
}

// TestOwnSight has customers see their own organization's installations alone: all where it shares, else the primary one and
// what they wrote down themselves; never a note or a file of ours.
func TestOwnSight(t *testing.T) {
	each(t, func(k *desk) {
		dana, eve, zoe := k.customer("Dana", k.acme), k.customer("Eve", k.acme), k.customer("Zoe", k.seto)
		lone := k.customer("Lone", 0)
		production := k.save("Production", "17.2", func(e *environment.Environment) { e.Notes = "CANARY-note" })
		staging := k.save("Staging", "17.4", nil)
		_, err := k.AddDocument(k.ctx, production.ID, "ours.txt", "text/plain", strings.NewReader("CANARY"))
		k.must(err)
		mine, err := k.OwnSave(dana, environment.Environment{Name: "Lab", Kind: environment.Testing, Deployment: "self-managed"}, time.Time{})
		k.must(err)
		for _, c := range []struct {
			ctx  context.Context
			want string
		}{{dana, "Production Lab"}, {eve, "Production"}, {zoe, ""}, {lone, ""}, {k.ctx, ""}} {
			if got := strings.Join(k.seen(c.ctx), " "); got != c.want {
				t.Errorf("sees %q, want %q", got, c.want)
			}
		}
		for _, id := range []int64{staging.ID, mine.ID, 999} {
			if _, err := k.OwnOne(eve, id); !fault.Is(err, fault.NotFound) {
				t.Errorf("%d: %v", id, err)
			}
		}
		k.shares(k.acme)
		if got := strings.Join(k.seen(eve), " "); got != "Production Lab Staging" {
			t.Errorf("a colleague who is shared with sees %q", got)
		}
		one, err := k.OwnOne(eve, production.ID)
		if err != nil || one.Notes != "" || len(one.Documents) != 0 || one.Confirmer != "" {
			t.Errorf("eve sees %+v, %v", one, err)
		}
		if one, err = k.OwnOne(eve, mine.ID); err != nil || one.Confirmer != "Dana" {
			t.Errorf("confirmed by %q, %v", one.Confirmer, err)
		}
	})
}

// TestOwnSave keeps what customers may not say, confirms what they say, and refuses to write over what they did not see.
func TestOwnSave(t *testing.T) {
	each(t, func(k *desk) {
		dana, zoe := k.customer("Dana", k.acme), k.customer("Zoe", k.seto)
		e := k.save("Production", "17.2", func(e *environment.Environment) { e.Notes = "ours" })
		seen := k.updated(e.ID)
		typed := e
		typed.Version, typed.Notes, typed.Primary, typed.OrganizationID = "18.1", "theirs", false, k.seto
		got, err := k.OwnSave(dana, typed, seen)
		k.must(err)
		now, err := k.Environment(k.ctx, e.ID)
		k.must(err)
		if now.Version != "18.1" || now.Notes != "ours" || !now.Primary || now.OrganizationID != k.acme || now.ConfirmedAt.IsZero() ||
			now.ConfirmedBy == 0 || got.ID != e.ID {
			t.Errorf("saved %+v", now)
		}
		k.says("self-managed 18.1")
		history, err := k.History(k.ctx, e.ID)
		k.must(err)
		if history[0].By != now.ConfirmedBy {
			t.Errorf("the history says %+v", history[0])
		}
		if _, err := k.OwnSave(dana, typed, seen); !fault.Is(err, fault.Conflict) {
			t.Errorf("written over what was not seen: %v", err)
		}
		if err := k.OwnConfirm(dana, e.ID, seen); !fault.Is(err, fault.Conflict) {
			t.Errorf("confirmed what was not seen: %v", err)
		}
		if _, err := k.OwnSave(zoe, typed, now.UpdatedAt); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's: %v", err)
		}
		_, err = k.OwnSave(k.customer("Lone", 0), environment.Environment{Name: "X", Kind: environment.Testing, Deployment: "saas"}, time.Time{})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("nobody's: %v", err)
		}
		typed.Version = "soon"
		_, err = k.OwnSave(dana, typed, now.UpdatedAt)
		k.refused(err, "version", "soon")
		k.must(k.OwnConfirm(dana, e.ID, now.UpdatedAt))
	})
}

// TestOwnRetire lets another installation take the place of the primary one that is gone, and takes it back.
func TestOwnRetire(t *testing.T) {
	each(t, func(k *desk) {
		dana := k.customer("Dana", k.acme)
		old := k.save("Old", "17.2", nil)
		k.save("A lab", "18.6", func(e *environment.Environment) { e.Kind = environment.Testing })
		k.save("New", "18.1", nil)
		k.must(k.OwnRetire(dana, old.ID, false, k.updated(old.ID)))
		k.says("self-managed 18.1")
		if got := strings.Join(k.seen(dana), " "); got != "New Old" {
			t.Errorf("sees %q", got)
		}
		gone, err := k.OwnOne(dana, old.ID)
		if err != nil || gone.Running() || gone.Primary {
			t.Errorf("%+v, %v", gone, err)
		}
		k.must(k.OwnRetire(dana, old.ID, true, gone.UpdatedAt))
		if gone, err = k.OwnOne(dana, old.ID); err != nil || !gone.Running() || gone.Primary {
			t.Errorf("back: %+v, %v", gone, err)
		}
	})
}

// TestOwnDocuments shows customers what customers gave, and lets only who gave it take it away.
func TestOwnDocuments(t *testing.T) {
	each(t, func(k *desk) {
		k.shares(k.acme)
		dana, eve, zoe := k.customer("Dana", k.acme), k.customer("Eve", k.acme), k.customer("Zoe", k.seto)
		e := k.save("Production", "17.2", nil)
		d, err := k.OwnAddDocument(dana, e.ID, "topology.txt", "text/plain", strings.NewReader("two racks"))
		k.must(err)
		_, body, err := k.OwnOpenDocument(eve, d.ID)
		k.must(err)
		k.must(body.Close())
		if _, err := k.OwnRemoveDocument(eve, d.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a colleague's file: %v", err)
		}
		if _, _, err := k.OwnOpenDocument(zoe, d.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's file: %v", err)
		}
		if _, err := k.OwnAddDocument(zoe, e.ID, "x", "text/plain", strings.NewReader("x")); !fault.Is(err, fault.NotFound) {
			t.Errorf("a file at somebody else's: %v", err)
		}
		k.Refuse = func(context.Context, db.Querier, string, string, string) error {
			return fault.Field("file", "no pictures")
		}
		_, err = k.OwnAddDocument(dana, e.ID, "x.png", "image/png", strings.NewReader("x"))
		k.refused(err, "file", "no pictures")
		_, err = k.OwnRemoveDocument(dana, d.ID)
		k.must(err)
	})
}

// TestOwnChoose takes only what the customer may see.
func TestOwnChoose(t *testing.T) {
	each(t, func(k *desk) {
		dana := k.customer("Dana", k.acme)
		k.save("Production", "17.2", nil)
		hidden := k.save("Staging", "17.4", nil)
		mine, err := k.OwnSave(dana, environment.Environment{Name: "Lab", Kind: environment.Testing, Deployment: "self-managed"}, time.Time{})
		k.must(err)
		k.tickets[7] = k.acme
		choose := func(id int64) error {
			return k.DB.Do(dana, func(tx *db.Tx) error { return k.OwnChooseIn(dana, tx, 7, id) })
		}
		k.refused(choose(hidden.ID), "environment", "none of yours")
		k.must(choose(mine.ID))
		if about, err := k.OwnAbout(dana, 7); err != nil || about.ID != mine.ID {
			t.Errorf("about %+v, %v", about, err)
		}
		if about, err := k.OwnAbout(k.customer("Zoe", k.seto), 7); err != nil || about.ID != 0 {
			t.Errorf("somebody else's is about %+v, %v", about, err)
		}
	})
}
