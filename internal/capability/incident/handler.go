package incident

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Handler listens to what is written on tickets, and links those that speak of an incident in the same transaction.
func (s *Service) Handler() event.Handler {
	return event.Handler{
		Name:   "incident",
		Kinds:  append([]string{ticket.Commented{}.EventKind(), settings.Changed{}.EventKind()}, dutyChanges...),
		Handle: s.handle,
	}
}

// dutyChanges are the facts, of whichever part keeps schedules, after which a shift may end at another time.
var dutyChanges = []string{"on_call.saved", "on_call.deleted", "on_call.overridden", "on_call.restored"}

func (s *Service) handle(ctx context.Context, tx *db.Tx, e event.Event) error {
	if slices.Contains(dutyChanges, e.Kind) {
		_, err := job.Enqueue(ctx, tx, watchKind, struct{}{}, job.Options{Unique: "changed"})
		return err
	}
	if e.Kind == (settings.Changed{}).EventKind() {
		c, err := event.Decode[settings.Changed](e)
		if err != nil || c.Name != PublicPageKey.Name {
			return err
		}
		return s.pageChanged(ctx, tx)
	}
	c, err := event.Decode[ticket.Commented](e)
	if err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "incident")
	tx.BeforeCommit(func() error { // the update that brought the comment still holds the ticket
		comment, err := s.Tickets.LoadComment(ctx, tx, c.Comment)
		if err != nil {
			return err
		}
		return s.linkMentioned(ctx, tx, e.Subject.ID, comment.Body)
	})
	return nil
}

const sweepKind = "incident.sweep"

type incidentArgs struct {
	Incident int64 `json:"incident"`
}

// sweepLater looks for tickets that spoke of an incident before the desk knew of it.
func (s *Service) sweepLater(ctx context.Context, tx *db.Tx, i Incident) error {
	if i.IssueURL == "" {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, sweepKind, incidentArgs{i.ID}, job.Options{Unique: fmt.Sprint(i.ID)})
	return err
}

// mostMentions bounds how many words of the past are looked at for one address.
const mostMentions = 2000

func (s *Service) sweep(ctx context.Context, j job.Job) error {
	var a incidentArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "incident")
	i, err := findIncident(ctx, s.DB.Read(), a.Incident)
	if err != nil {
		return err
	}
	for _, address := range s.addresses(i) {
		found, err := findMentions(ctx, s.DB.Read(), address, mostMentions)
		if err != nil {
			return err
		}
		for _, m := range found {
			if !mentions(m.text, address) {
				continue
			}
			if err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.link(ctx, tx, i, m.ticket, ByMention) }); err != nil {
				return err
			}
		}
	}
	return nil
}
