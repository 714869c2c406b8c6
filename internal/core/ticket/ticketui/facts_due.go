package ticketui

import (
	"context"
	"slices"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// dueLayout is how browsers send a day and time (WHATWG HTML, local date and time).
const dueLayout = "2006-01-02T15:04"

// dueBlock shows the due date, in the reader's time and in the one it was meant in, and asks for another.
func (s *sight) dueBlock(ctx context.Context) g.Node {
	d := s.Ticket.Due
	if d.At.IsZero() && !s.mayEdit() {
		return nil
	}
	var shown []g.Node
	if !d.At.IsZero() {
		facts := []page.Fact{{Label: i18n.T(ctx, "duedate.when"), Value: g.Text(dueWord(ctx, d.At.UTC().Format(time.RFC3339)+" "+d.Zone))}}
		if d.Note != "" {
			facts = append(facts, page.Say(i18n.T(ctx, "duedate.note"), d.Note))
		}
		remind := "duedate.reminds"
		if d.Told {
			remind = "duedate.reminded"
		}
		shown = append(shown, page.Facts("", facts...), h.P(h.Class("muted"), g.Text(i18n.T(ctx, remind, "Who", s.names[d.By].Name))))
	}
	line := i18n.T(ctx, "duedate.none")
	if !d.At.IsZero() {
		line = i18n.FormatNear(ctx, d.At, s.now)
	}
	if s.mayEdit() {
		shown = append(shown, s.dueForm(ctx))
	}
	return page.Section{ID: "due", Title: i18n.T(ctx, "field.due"), Line: line, Open: s.mends(duePart)}.View(ctx, shown...)
}

func (s *sight) dueForm(ctx context.Context) g.Node {
	d := s.Ticket.Due
	zone, at := or(d.Zone, i18n.Zone(ctx).String()), ""
	var remove g.Node
	if !d.At.IsZero() {
		at = d.At.In(load(zone)).Format(dueLayout)
		remove = page.PostButton(page.Small, href(s.Ticket.ID)+"/update", i18n.T(ctx, "duedate.clear"), []string{"due", "", "part", duePart})
	}
	when, _ := s.asked(ctx, "due", at)
	where, _ := s.asked(ctx, "due_zone", zone)
	note, _ := s.asked(ctx, "due_note", d.Note)
	when.Label, where.Label, note.Label = i18n.T(ctx, "duedate.when"), i18n.T(ctx, "duedate.zone"), i18n.T(ctx, "duedate.note")
	when.Type, when.Optional = "datetime-local", false
	return g.Group{s.part(ctx, duePart, page.Button(page.Secondary, i18n.T(ctx, "duedate.save")), page.Input(ctx, when),
		page.Select(ctx, where, s.zones(ctx, where.Value)...), page.Input(ctx, note)), remove}
}

// zones are those in which the people of this ticket think.
func (s *sight) zones(ctx context.Context, chosen string) []page.Choice {
	var out []page.Choice
	for _, z := range []string{chosen, i18n.Zone(ctx).String(), s.names[s.Ticket.RequesterID].Zone, s.names[s.Ticket.AssigneeID].Zone, "UTC"} {
		if z != "" && !slices.ContainsFunc(out, func(c page.Choice) bool { return c.Value == z }) {
			out = append(out, page.Choice{Value: z, Label: z})
		}
	}
	return out
}

func load(zone string) *time.Location {
	at, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	return at
}

// readDue reads a due date in the zone it was meant in; an empty one takes it away.
func readDue(ctx context.Context, form *web.Form) *ticket.Due {
	if !form.Values.Has("due") {
		return nil
	}
	d := &ticket.Due{Zone: form.Get("due_zone"), Note: form.Get("due_note")}
	text := form.Get("due")
	if text == "" {
		return d
	}
	at, err := time.ParseInLocation(dueLayout, text, load(d.Zone))
	reject(form, err == nil, "due", i18n.T(ctx, "refused.due", "Word", text))
	d.At = at
	return d
}
