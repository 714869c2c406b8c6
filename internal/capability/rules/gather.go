package rules

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// update is what happened to one ticket in a transaction.
type update struct {
	ticket int64
	ctx    context.Context // of whoever acted first
	actor  access.Principal
	events []event.Event
	waits  bool // the triggers have not looked yet
	looks  bool // they are looking
	arms   bool // the automations have not been armed yet
}

// updates are those of one transaction.
type updates struct{ byTicket map[int64]*update }

type updatesKey struct{}

func updatesOf(tx *db.Tx) *updates {
	return tx.Value(updatesKey{}, func() any { return &updates{map[int64]*update{}} }).(*updates)
}

// Handler gathers what happens to tickets. Triggers look once all of an update is there, so that a comment and
// the fields that came with it are seen together.
func (s *Service) Handler() event.Handler {
	return event.Handler{Name: "rules", Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
		if e.Subject.Type == "ticket" {
			s.gather(ctx, tx, e)
			return nil
		}
		return s.rearmFor(ctx, tx, e)
	}}
}

func (s *Service) gather(ctx context.Context, tx *db.Tx, e event.Event) {
	if s.ignores(ctx) || e.Kind == (Fired{}).EventKind() {
		return
	}
	all := updatesOf(tx)
	u := all.byTicket[e.Subject.ID]
	if u == nil {
		u = &update{ticket: e.Subject.ID}
		all.byTicket[u.ticket] = u
	}
	if u.ctx == nil {
		u.ctx = ctx
		u.actor, _ = access.From(ctx)
	}
	if !u.arms {
		u.arms = true
		tx.BeforeCommit(func() error { // behind the clocks, which are registered by the same fact
			tx.BeforeCommit(func() error { return s.arm(ctx, tx, u) })
			return nil
		})
	}
	if !isUpdate(e.Kind) {
		return
	}
	u.events = append(u.events, e)
	if !u.waits && !u.looks {
		u.waits = true
		tx.BeforeCommit(func() error { return s.cycle(tx, u) })
	}
}

// ignores reports whether rules keep away: what is imported happened long ago.
func (s *Service) ignores(ctx context.Context) bool {
	p, _ := access.From(ctx)
	return p.Via == "import" || s.Silent(ctx)
}

// isUpdate reports whether triggers look at events of a kind.
func isUpdate(kind string) bool {
	return kind == (ticket.Created{}).EventKind() || kind == (ticket.Changed{}).EventKind() || kind == (ticket.Commented{}).EventKind()
}

// answersMachine reports whether an update holds a mail that no automatic mail may answer.
func (u *update) answersMachine() bool {
	for _, e := range u.events {
		if e.Kind != (ticket.Commented{}).EventKind() {
			continue
		}
		c, err := event.Decode[ticket.Commented](e)
		if err != nil || !c.Ours && (c.Automatic != "" || strings.HasPrefix(c.Channel, "mail") && !c.MayAnswer) {
			return true
		}
	}
	return false
}
