package calendarui

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// newPage begins with a working week, which is quicker to change than to write.
func (ui *Handlers) newPage(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("kind") == "union" {
		return ui.showEditor(w, r, web.NewForm("kind", "union"))
	}
	f := web.NewForm("zone", i18n.Zone(r.Context()).String())
	for d := time.Monday; d <= time.Friday; d++ {
		f.Values.Set(dayField(d), "09:00-17:00")
	}
	return ui.showEditor(w, r, f)
}

func (ui *Handlers) editPage(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	c, err := ui.calendars.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return ui.showEditor(w, r, formOf(c))
}

// save stores what was typed, or draws it again as a button changed it.
func (ui *Handlers) save(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if act := f.Get("do"); act != "" && act != "save" {
		ui.rearrange(ctx, f, act)
		return ui.showEditor(w, r, f)
	}
	c := typed(ctx, f, ui.deps.Now(ctx))
	if r.PathValue("id") != "" {
		if c.ID, err = web.PathID(r); err != nil {
			return err
		}
	}
	if !f.OK() {
		f.Reject("", i18n.T(ctx, "calendar.wrong"))
		return ui.showEditor(w, r, f)
	}
	saved, err := ui.calendars.Save(ctx, c)
	if f.Absorb(err) {
		f.Reject("", i18n.T(ctx, "calendar.wrong"))
		f.Values.Set("version", "0") // whoever reads the warning and saves again means it
		return ui.showEditor(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "calendar.saved"))
	web.Redirect(w, r, path(saved.ID))
	return nil
}

// rearrange does what a button of the form says: "add-holidays", "drop-specials-2", "import"; "preview" only looks.
func (ui *Handlers) rearrange(ctx context.Context, f *web.Form, act string) {
	verb, rest, _ := strings.Cut(act, "-")
	rows, number, _ := strings.Cut(rest, "-")
	if rows != holidayRows && rows != specialRows {
		rows = ""
	}
	switch {
	case act == "import":
		importHolidays(ctx, f)
	case act == "preview":
		typed(ctx, f, ui.deps.Now(ctx))
	case verb == "add" && rows != "":
		addRow(f, rows, "", "", "")
	case verb == "drop" && rows != "":
		if i, err := strconv.Atoi(number); err == nil {
			dropRow(f, rows, i)
		}
	}
}

// drafted gives the calendar that was typed, for its preview, if it is one.
func (ui *Handlers) drafted(ctx context.Context, f *web.Form) (calendar.Calendar, bool) {
	look := &web.Form{Values: f.Values} // the fields of a page not yet sent carry no errors
	c := typed(ctx, look, ui.deps.Now(ctx))
	return c, look.OK()
}
