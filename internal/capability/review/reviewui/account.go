package reviewui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// parts are the pages of an account that are here, in the order of their tabs.
func parts() []string {
	return []string{"review", "agenda", "risks", "runbook", "plan", "hours", "report", "field"}
}

// account gives the organization of a page's path.
func (u *UI) account(r *http.Request) (people.Organization, error) {
	id, err := strconv.ParseInt(r.PathValue("organization"), 10, 64)
	if err != nil || id < 1 {
		return people.Organization{}, fault.New(fault.NotFound, "There is no account %s", fault.Clip(r.PathValue("organization"), 20))
	}
	return u.People.Organization(r.Context(), id)
}

// show puts a page of an account under the account's tabs.
func (u *UI) show(w http.ResponseWriter, r *http.Request, o people.Organization, part string, form *web.Form, body ...g.Node) error {
	ctx := r.Context()
	tabs := make([]page.Tab, 0, len(parts()))
	for _, p := range parts() {
		tabs = append(tabs, page.Tab{Label: i18n.T(ctx, "review.tab_"+p), Href: accountPath(o.ID, p), Current: p == part})
	}
	title := i18n.T(ctx, "review.title_"+part)
	return web.Render(w, web.FormStatus(form), u.Page(r, title+" · "+o.Name,
		page.Head(o.Name, i18n.T(ctx, "review.sub_"+part), page.LinkButton(page.Secondary, "/accounts/"+itoa(o.ID), i18n.T(ctx, "review.account"))),
		page.Bar(page.Tabs(i18n.T(ctx, "review.tabs"), tabs...)), page.Content(h.Div(h.Class("stack"), g.Group(body)))))
}

// act is what a form asks for.
type act func(ctx context.Context, form *web.Form) error

// did does what a form asks for and leads on; what cannot be is shown on the page that the form stands on.
func did(w http.ResponseWriter, r *http.Request, to, done string, do act, again func(http.ResponseWriter, *http.Request, *web.Form) error) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = do(ctx, form)
	switch {
	case form.Absorb(err) || !form.OK():
		return again(w, r, form)
	case err != nil:
		return err
	}
	if done != "" {
		web.Done(ctx, i18n.T(ctx, done))
	}
	web.Redirect(w, r, to)
	return nil
}

// onAccount does what a form of an account's page asks for, and leads back to the page.
func (u *UI) onAccount(w http.ResponseWriter, r *http.Request, part, done string, do func(ctx context.Context, o people.Organization, form *web.Form) error,
	again func(http.ResponseWriter, *http.Request, *web.Form) error) error {
	o, err := u.account(r)
	if err != nil {
		return err
	}
	return did(w, r, accountPath(o.ID, part), done, func(ctx context.Context, form *web.Form) error { return do(ctx, o, form) }, again)
}

// optionalID reads a number that a form may leave empty; 0 then.
func optionalID(form *web.Form, name string) int64 {
	if form.Get(name) == "" {
		return 0
	}
	return form.Int64(name)
}

// pressed is a button of a form that it does not stand in, with what it says to the form.
func pressed(look page.Look, form, label, name, value string, more ...g.Node) g.Node {
	return page.Button(look, label, h.FormAttr(form), h.Name(name), h.Value(value), g.Group(more))
}

// fold hides what few need behind a line, unless something in it is wrong.
func fold(open bool, summary string, body ...g.Node) g.Node {
	return h.Details(h.Class("fold"), g.If(open, g.Attr("open", "")), h.Summary(g.Text(summary)), g.Group(body))
}

// ask is a field with the words of a key of ours, and its hint where there is one.
func ask(ctx context.Context, form *web.Form, group, name string) page.Field {
	f := page.Ask(form, name, i18n.T(ctx, group+".f_"+name))
	f.Value, f.Autocomplete = form.Text(name), "off"
	if hint := group + ".h_" + name; i18n.T(ctx, hint) != hint {
		f.Hint = i18n.T(ctx, hint)
	}
	return f
}

// askOptional is a field that may be left empty.
func askOptional(ctx context.Context, form *web.Form, group, name string) page.Field {
	f := ask(ctx, form, group, name)
	f.Optional = true
	return f
}

func dated(f page.Field) page.Field {
	f.Type = "date"
	return f
}

// dayOf reads a date of a form; an empty one is none.
func dayOf(form *web.Form, name string) bizcal.Date {
	text := form.Get(name)
	if text == "" {
		return bizcal.Date{}
	}
	d, err := bizcal.ParseDate(text)
	if err != nil {
		sentence, _ := fault.Public(err)
		form.Reject(name, sentence)
	}
	return d
}

// minuteOf reads a time of the wall such as 15:00 as minutes since midnight.
func minuteOf(form *web.Form, name string) int {
	at, err := time.Parse("15:04", form.Get(name))
	if err != nil {
		form.Reject(name, "“"+fault.Clip(form.Get(name), 20)+"” is no time. Write it like 15:00")
		return 0
	}
	return at.Hour()*60 + at.Minute()
}

// clock is minutes since midnight as the wall shows them.
func clock(minute int) string {
	return time.Date(2000, 1, 1, minute/60, minute%60, 0, 0, time.UTC).Format("15:04")
}

// dayText is a date for an input; none is empty.
func dayText(d bizcal.Date) string {
	if d == (bizcal.Date{}) {
		return ""
	}
	return d.String()
}

// dayWords is a date for a reader; none is a dash.
func dayWords(ctx context.Context, d bizcal.Date) string {
	if d == (bizcal.Date{}) {
		return "–"
	}
	return i18n.FormatDate(ctx, time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, i18n.Zone(ctx)))
}

// today is the day that the reader's calendar shows.
func (u *UI) today(ctx context.Context) bizcal.Date {
	return bizcal.DateOf(u.Now(ctx).In(i18n.Zone(ctx)))
}

// choices are words of a group for values.
func choices[T ~string](ctx context.Context, group string, values []T) (out []page.Choice) {
	for _, v := range values {
		out = append(out, page.Choice{Value: string(v), Label: i18n.T(ctx, group+string(v))})
	}
	return out
}

// columns are the heads of a table; a name that ends with # is set to the right.
func columns(ctx context.Context, group string, names ...string) (out []page.Column) {
	for _, n := range names {
		number := n[len(n)-1] == '#'
		if number {
			n = n[:len(n)-1]
		}
		out = append(out, page.Column{Label: i18n.T(ctx, group+".col_"+n), Number: number})
	}
	return out
}

func ticketLink(id int64, words string) g.Node {
	return h.A(h.Class("link"), h.Href(ticketPath(id)), g.Text(words))
}
