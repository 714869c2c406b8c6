package oncallui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getOverride(w http.ResponseWriter, r *http.Request) error {
	return u.overridePage(w, r, web.NewForm("kind", string(rotation.Replace)))
}

func (u *UI) overridePage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	s, err := u.OnCall.Get(ctx, id)
	if err != nil {
		return err
	}
	crew, err := u.crowd(ctx)
	if err != nil {
		return err
	}
	var kinds []page.Choice
	for _, kind := range []rotation.OverrideKind{rotation.Replace, rotation.Remove, rotation.Add, rotation.Set} {
		kinds = append(kinds, page.Choice{Value: string(kind),
			Label: i18n.T(ctx, "oncall.kind_"+string(kind)) + ". " + i18n.T(ctx, "oncall.kind_"+string(kind)+"_about")})
	}
	of := page.Ask(f, "of", i18n.T(ctx, "oncall.field_of"))
	user := page.Ask(f, "user", i18n.T(ctx, "oncall.field_user"))
	if f.Error("users") != "" {
		user.Error = f.Error("users")
	}
	of.Optional, user.Optional = true, true
	note := page.Ask(f, "note", i18n.T(ctx, "oncall.note"))
	note.Optional = true
	title := i18n.T(ctx, "oncall.override_title", "Title", s.Title)
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "oncall.override_about")), page.Content(page.Narrow(
		page.Form(s.Path()+"/override", page.FormError(f), page.Select(ctx, page.Ask(f, "kind", i18n.T(ctx, "oncall.field_kind")), kinds...),
			page.Select(ctx, of, peopleChoices(ctx, crew)...), page.Select(ctx, user, peopleChoices(ctx, crew)...), spanFields(ctx, f), page.Input(ctx, note),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "oncall.override_do")), page.LinkButton(page.Quiet, s.Path(), i18n.T(ctx, "oncall.cancel"))))))))
}

// spanFields ask for two moments by the reader's clock.
func spanFields(ctx context.Context, f *web.Form) g.Node {
	from, until := page.Ask(f, "from", i18n.T(ctx, "oncall.from")), page.Ask(f, "until", i18n.T(ctx, "oncall.until"))
	from.Type, until.Type = "datetime-local", "datetime-local"
	from.Hint = i18n.T(ctx, "oncall.by_clock", "Zone", i18n.Zone(ctx).String())
	return page.Columns(page.Input(ctx, from), page.Input(ctx, until))
}

// moment reads one of them; zero where none was typed.
func moment(ctx context.Context, f *web.Form, name string) time.Time {
	text := f.Get(name)
	if text == "" {
		return time.Time{}
	}
	for _, form := range []string{typedForm, "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.ParseInLocation(form, text, i18n.Zone(ctx)); err == nil {
			return t
		}
	}
	f.Reject(name, i18n.T(ctx, "oncall.no_moment", "Text", fault.Clip(text, 40)))
	return time.Time{}
}

// typedForm is how browsers write a moment without a zone (HTML, datetime-local).
const typedForm = "2006-01-02T15:04"

func peopleChoices(ctx context.Context, crew crowd) []page.Choice {
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "oncall.choose")}}
	for _, u := range crew.team {
		choices = append(choices, page.Choice{Value: number(u.ID), Label: u.Name + ", " + u.Zone})
	}
	return choices
}

func idOf(text string) int64 {
	id, _ := strconv.ParseInt(text, 10, 64) // what is no number is nobody
	return id
}

func (u *UI) postOverride(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	o := oncall.Override{ScheduleID: id, Note: f.Get("note"), Override: rotation.Override{Kind: rotation.OverrideKind(f.Get("kind")),
		From: moment(ctx, f, "from"), Until: moment(ctx, f, "until"), Of: idOf(f.Get("of")), User: idOf(f.Get("user"))}}
	if o.Kind == rotation.Set && o.User != 0 {
		o.Users = []int64{o.User}
	}
	if f.OK() {
		_, err = u.OnCall.Override(ctx, o)
	}
	if f.Absorb(err) || !f.OK() {
		return u.overridePage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "oncall.overridden"))
	web.Redirect(w, r, schedulePath(id))
	return nil
}

// postRestore takes an override back.
func (u *UI) postRestore(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.OnCall.Restore(r.Context(), f.Int64("override")); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "oncall.restored"))
	web.Redirect(w, r, schedulePath(id))
	return nil
}
