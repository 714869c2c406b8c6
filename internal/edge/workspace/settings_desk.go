package workspace

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/settings"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const longestName = 60 // characters; a browser's tab shows fewer

// DeskName is what the desk calls itself; empty is its name in daywatch.toml.
var DeskName = settings.Key[string]{Name: "desk.name", Check: func(name string) error {
	if n := len([]rune(name)); n > longestName {
		return fault.Field("name", "This name has %d characters; up to %d fit above the navigation", n, longestName)
	}
	return nil
}}

// FirstNumber is where an administrator last told the numbers of tickets to go on from.
var FirstNumber = settings.Key[int64]{Name: "ticket.first_number"}

// mostNumber leaves room to count on: a reply address holds 15 digits.
const mostNumber = 1_000_000_000_000

// general is the first form of the page.
type general struct {
	name   string
	undo   int
	number int64 // of the next ticket; 0: go on as before
}

// saveGeneral changes all or nothing.
func (s *Shell) saveGeneral(ctx context.Context, v general) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	last, err := s.Tickets.LastNumber(ctx)
	if err != nil {
		return err
	}
	if v.number != 0 && (v.number <= last || v.number > mostNumber) {
		return fault.Field("number", "The next number is above #%d, the last in use, and not above %d", last, mostNumber)
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := DeskName.Set(ctx, tx, s.Log, v.name); err != nil {
			return err
		}
		if err := ticket.UndoSeconds.Set(ctx, tx, s.Log, v.undo); err != nil || v.number == 0 {
			return err
		}
		if err := FirstNumber.Set(ctx, tx, s.Log, v.number); err != nil {
			return err
		}
		return s.Tickets.StartNumbersAt(ctx, tx, v.number)
	})
}

func (s *Shell) getDesk(w http.ResponseWriter, r *http.Request) error {
	return s.showDesk(w, r, nil, nil)
}

func (s *Shell) postDesk(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	v := general{name: strings.Join(strings.Fields(f.Get("name")), " "), undo: int(f.Int64("undo_seconds")), number: f.Int64("number")}
	if f.OK() {
		err = s.saveGeneral(r.Context(), v)
	}
	if f.Absorb(err) || !f.OK() {
		return s.showDesk(w, r, f, nil)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "desk.saved"))
	web.Redirect(w, r, "/settings/desk")
	return nil
}

// showDesk draws both forms of the page; nil stands for one that was not sent.
func (s *Shell) showDesk(w http.ResponseWriter, r *http.Request, f, regions *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	if f == nil {
		var err error
		if f, err = s.generalForm(ctx); err != nil {
			return err
		}
	}
	if regions == nil {
		list, err := people.Regions.Get(ctx, s.DB.Read())
		if err != nil {
			return err
		}
		regions = regionForm(drafts(list))
	}
	last, err := s.Tickets.LastNumber(ctx)
	if err != nil {
		return err
	}
	calendars, err := s.calendarTitles(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.desk.title")
	return web.Render(w, web.FormStatus(f, regions), s.Page(r, title, page.Head(title, i18n.T(ctx, "settings.desk.about")),
		page.Content(h.Div(h.Class("narrow"), s.generalCard(ctx, f, last)), s.regionCard(ctx, regions, calendars))))
}

func (s *Shell) generalForm(ctx context.Context) (*web.Form, error) {
	name, err := DeskName.Get(ctx, s.DB.Read())
	if err != nil {
		return nil, err
	}
	undo, err := ticket.UndoSeconds.Get(ctx, s.DB.Read())
	return web.NewForm("name", name, "undo_seconds", strconv.Itoa(undo)), err
}

func (s *Shell) generalCard(ctx context.Context, f *web.Form, last int64) g.Node {
	name, undo, number := page.Ask(f, "name", i18n.T(ctx, "desk.name")), page.Ask(f, "undo_seconds", i18n.T(ctx, "desk.undo")),
		page.Ask(f, "number", i18n.T(ctx, "desk.number"))
	name.Optional, name.Placeholder, name.Hint, name.Autocomplete = true, s.Desk, i18n.T(ctx, "desk.namehint"), "off"
	undo.Type, undo.Hint, undo.More = "number", i18n.T(ctx, "desk.undohint"), []g.Node{h.Min("0"), h.Max("120")}
	number.Type, number.Optional, number.Hint = "number", true, i18n.T(ctx, "desk.numberhint", "Last", last)
	number.Placeholder = strconv.FormatInt(last+1, 10)
	return page.Card(i18n.T(ctx, "desk.general"), "", page.Form("/settings/desk", page.FormError(f), page.Input(ctx, name), page.Input(ctx, undo),
		page.Input(ctx, number), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "desk.save")))))
}
