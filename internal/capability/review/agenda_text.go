package review

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// invitation gives the words of a meeting's call.
func (s *Service) invitation(ctx context.Context, q db.Querier, m Meeting) (title, about string, err error) {
	o, theirs, err := s.speaking(ctx, q, m.OrganizationID)
	if err != nil {
		return "", "", err
	}
	return i18n.T(theirs, "letter."+string(m.Kind), "Name", o.Name), i18n.T(theirs, "letter.about_"+string(m.Kind)), nil
}

// text writes Markdown of headings and lists.
type text struct{ strings.Builder }

func (t *text) head(words string) { fmt.Fprintf(t, "\n## %s\n\n", words) }

// line is an item of a list. What people wrote is on one line, so that it cannot break out of it.
func (t *text) line(words string) { fmt.Fprintf(t, "- %s\n", oneLine(words)) }

// prose is what somebody wrote in Markdown of their own.
func (t *text) prose(words string) {
	if words = strings.TrimSpace(words); words != "" {
		fmt.Fprintf(t, "%s\n\n", words)
	}
}

// Markdown writes the agenda as a customer gets it, in the language of ctx.
func (a Agenda) Markdown(ctx context.Context) string {
	var t text
	for _, h := range Headings() {
		t.head(i18n.T(ctx, "agenda."+string(h)))
		t.prose(a.Meeting.Headings[h])
		switch h {
		case SinceLast:
			a.writeSince(ctx, &t)
		case UntilNext:
			a.writeOpen(ctx, &t)
		case Coming:
			for _, off := range a.Away {
				t.line(off.Words(ctx))
			}
		case AtRisk:
			for _, r := range a.Risks {
				t.line(r.Told())
			}
		}
		if h != SinceLast && h != UntilNext && a.empty(h) {
			t.prose(i18n.T(ctx, "agenda.none"))
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(t.String(), "\n\n\n", "\n\n")) + "\n"
}

func (a Agenda) empty(h Heading) bool {
	return strings.TrimSpace(a.Meeting.Headings[h]) == "" && (h != Coming || len(a.Away) == 0) && (h != AtRisk || len(a.Risks) == 0)
}

func (a Agenda) writeSince(ctx context.Context, t *text) {
	for _, i := range a.Solved {
		t.line(i18n.T(ctx, "agenda.solved") + ": " + i.title())
	}
	for _, d := range a.Decisions {
		if d.UndoneBy == 0 && d.Undoes == 0 {
			t.line(i18n.T(ctx, "agenda.decided") + ": " + d.Words(ctx))
		}
	}
	if len(a.Solved)+len(a.Decisions) == 0 && strings.TrimSpace(a.Meeting.Headings[SinceLast]) == "" {
		t.prose(i18n.T(ctx, "agenda.none_since"))
	}
}

func (a Agenda) writeOpen(ctx context.Context, t *text) {
	for n, i := range a.Open {
		fmt.Fprintf(t, "%d. %s (%s, %s)\n", n+1, i.title(), PriorityWord(ctx, i.Priority.String()), StatusWord(ctx, i.Status))
	}
	if len(a.Open) == 0 {
		t.prose(i18n.T(ctx, "agenda.none_open"))
	}
	if len(a.Actions) > 0 {
		fmt.Fprintf(t, "\n### %s\n\n", i18n.T(ctx, "agenda.actions"))
	}
	for _, action := range a.Actions {
		t.line(action.Words(ctx))
	}
}

// title is the number and the subject of a ticket, without what Markdown would read.
func (i Item) title() string { return fmt.Sprintf("#%d %s", i.ID, plain(i.Subject)) }

// Words say what was decided, in the language of ctx, as the customer reads it.
func (d Decision) Words(ctx context.Context) string {
	name := plain(d.Subject)
	if d.TicketID != 0 {
		name = fmt.Sprintf("#%d %s", d.TicketID, name)
	}
	reason := i18n.T(ctx, "agenda.decided_by", "Why", plain(d.Why), "Who", plain(d.DecidedBy))
	if name == "" {
		return reason
	}
	was, became := d.Was, d.Became
	if d.Kind == ToPriority {
		was, became = PriorityWord(ctx, was), PriorityWord(ctx, became)
	} else if s, ok := ticket.ParseStatus(became); ok {
		became = StatusWord(ctx, s)
	}
	key := "agenda." + string(d.Kind)
	if d.Undoes != 0 && d.Became != "" {
		key = "agenda.back"
	}
	return i18n.T(ctx, key, "Ticket", name, "Was", was, "Became", became) + ". " + reason
}

// Words say who is away, and on which days.
func (a Absence) Words(ctx context.Context) string {
	first := i18n.FormatDate(ctx, noon(ctx, a.First))
	if a.First == a.Last {
		return i18n.T(ctx, "agenda.away_day", "Name", plain(a.Name), "Day", first)
	}
	return i18n.T(ctx, "agenda.away", "Name", plain(a.Name), "First", first, "Last", i18n.FormatDate(ctx, noon(ctx, a.Last)))
}

// Words say what is to be done, by whom and by when.
func (a Action) Words(ctx context.Context) string {
	words := plain(a.Owner) + ": " + plain(a.What)
	if a.DueOn != (bizcal.Date{}) {
		words += " (" + i18n.T(ctx, "agenda.due", "Day", i18n.FormatDate(ctx, noon(ctx, a.DueOn))) + ")"
	}
	return words
}

// PriorityWord is a priority in the language of ctx; one that is unknown stays as it is.
func PriorityWord(ctx context.Context, word string) string {
	if _, ok := ticket.ParsePriority(word); !ok {
		return word
	}
	return i18n.T(ctx, "priority."+word)
}

// StatusWord is a status as customers read it, in the language of ctx.
func StatusWord(ctx context.Context, s ticket.Status) string {
	return i18n.T(ctx, "status."+s.String())
}
