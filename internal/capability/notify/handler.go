package notify

import (
	"context"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Handler turns facts into mail and notifications, in the transaction of the fact.
func (s *Service) Handler() event.Handler {
	return event.Handler{
		Name:  "notify",
		Kinds: []string{ticket.Created{}.EventKind(), ticket.Changed{}.EventKind(), ticket.Commented{}.EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			if silent(ctx) {
				return nil
			}
			switch e.Kind {
			case ticket.Created{}.EventKind():
				return s.created(ctx, tx, e)
			case ticket.Changed{}.EventKind():
				return s.changed(ctx, tx, e)
			}
			return s.commented(ctx, tx, e)
		},
	}
}

type silentKey struct{}

// Silently lets nothing that happens under the context mail or notify anyone: for imports and made-up data.
func Silently(ctx context.Context) context.Context { return context.WithValue(ctx, silentKey{}, true) }

// importing is the channel of tickets that come from another desk, where all mail was sent long ago.
const importing = "import"

func silent(ctx context.Context) bool {
	p, _ := access.From(ctx)
	return ctx.Value(silentKey{}) != nil || p.Via == importing
}

// created tells the one who has a new ticket from its beginning.
func (s *Service) created(ctx context.Context, tx *db.Tx, e event.Event) error {
	c, err := event.Decode[ticket.Created](e)
	if err != nil || c.Channel == importing {
		return err
	}
	t, err := s.Tickets.Load(ctx, tx, e.Subject.ID)
	if err != nil || t.AssigneeID == 0 {
		return err
	}
	return s.assigned(ctx, tx, e, t.AssigneeID)
}

func (s *Service) changed(ctx context.Context, tx *db.Tx, e event.Event) error {
	c, err := event.Decode[ticket.Changed](e)
	if err != nil || c.To == "" || c.Field != "assignee" && c.Field != "cc" {
		return err
	}
	id, err := strconv.ParseInt(c.To, 10, 64)
	if err != nil {
		return err
	}
	if c.Field == "cc" {
		return s.copyTo(ctx, tx, e.Subject.ID, id)
	}
	return s.assigned(ctx, tx, e, id)
}

func (s *Service) assigned(ctx context.Context, tx *db.Tx, e event.Event, assignee int64) error {
	users, err := s.People.Named(ctx, tx, assignee, e.ActorID)
	if err != nil {
		return err
	}
	from, err := MailFrom.Get(ctx, tx)
	if err != nil {
		return err
	}
	t, err := s.Tickets.Load(ctx, tx, e.Subject.ID)
	if err != nil {
		return err
	}
	n := news{kind: Assigned, event: e, ticket: t.ID, subject: t.Subject, actor: users[e.ActorID]}
	return s.inform(ctx, tx, from, n, users[assignee])
}

// commented sends what a comment calls for, and reads no more than that takes: most mail that comes in calls
// for nothing.
func (s *Service) commented(ctx context.Context, tx *db.Tx, e event.Event) error {
	c, err := event.Decode[ticket.Commented](e)
	switch {
	case err != nil || c.Channel == importing:
		return err
	case c.Ours && c.Automatic == ruleWritten:
		return s.ruleWrote(ctx, tx, e.Subject.ID, c)
	case c.Ours && (c.Automatic != "" || c.Outside):
		return nil // it only claims to come from us, or from a machine of ours
	case c.Ours:
		return s.weWrote(ctx, tx, e, c)
	case !c.Public && !c.Outside || quiet(c.Automatic): // a stranger's mail is kept inside, and waits for somebody to judge it
		return nil
	case c.First && (!c.MayAnswer || c.Automatic != ""):
		return nil
	}
	w, err := s.gather(ctx, tx, e.Subject.ID, c.Comment)
	if err != nil {
		return err
	}
	if c.First {
		return s.acknowledge(ctx, tx, w)
	}
	return s.customerWrote(ctx, tx, w, e)
}

// weWrote mails our public words to the customer, and tells the colleagues they name.
func (s *Service) weWrote(ctx context.Context, tx *db.Tx, e event.Event, c ticket.Commented) error {
	comment, err := s.Tickets.LoadComment(ctx, tx, c.Comment)
	if err != nil {
		return err
	}
	names := mentions(comment.Body)
	if !c.Public && len(names) == 0 {
		return nil
	}
	w, err := s.gather(ctx, tx, e.Subject.ID, c.Comment)
	if err != nil {
		return err
	}
	if c.Public {
		if err := s.reply(ctx, tx, w, c.First); err != nil {
			return err
		}
	}
	return s.mentioned(ctx, tx, w, e, names)
}

// quiet reports whether an automatic mail of this class asks for no work.
func quiet(automatic string) bool {
	return automatic == "auto-reply" || automatic == "bounce" || automatic == "loop"
}

func (s *Service) customerWrote(ctx context.Context, tx *db.Tx, w writing, e event.Event) error {
	ids := append([]int64{w.ticket.AssigneeID}, w.ticket.Followers...)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if u, known := w.users[id]; known {
			if err := s.inform(ctx, tx, w.from, w.news(Replied, e), u); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) mentioned(ctx context.Context, tx *db.Tx, w writing, e event.Event, names []string) error {
	if len(names) == 0 {
		return nil
	}
	staff, err := s.People.Staff(ctx, tx)
	if err != nil {
		return err
	}
	told := map[int64]bool{}
	for _, name := range names {
		u, ok := Mention(staff, name)
		if !ok || told[u.ID] {
			continue
		}
		told[u.ID] = true
		if err := s.inform(ctx, tx, w.from, w.news(Mentioned, e), u); err != nil {
			return err
		}
	}
	return nil
}

func (w writing) news(kind NoteKind, e event.Event) news {
	words := excerpt(unfolded(w.comment), 8)
	if n := len(w.comment.Attachments); n > 0 && words == "" {
		words = strconv.Itoa(n) + " attached"
	}
	return news{kind: kind, event: e, ticket: w.ticket.ID, subject: w.ticket.Subject, comment: w.comment.ID,
		actor: w.author(), words: words}
}
