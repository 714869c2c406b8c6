package callui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// visitor is who holds a link, with what they typed.
type visitor struct {
	call.Visit
	token   string
	form    *web.Form
	zone    *time.Location
	minutes int
}

func (v visitor) path() string { return bookPath + v.token }

// meet finds the call of a link, in the customer's language. Nobody finds these pages by searching, and no other site learns
// their addresses: an address is all that it takes to book.
func (u *UI) meet(w http.ResponseWriter, r *http.Request, form *web.Form) (visitor, *http.Request, error) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
	v := visitor{token: r.PathValue("token"), form: form}
	var err error
	if v.Visit, err = u.Calls.Visit(r.Context(), v.token); err != nil {
		return v, r, err
	}
	if u.Speak != nil && v.Language != "" {
		r = r.WithContext(u.Speak(r.Context(), v.Language))
	}
	kind, _ := v.Rules.Kind(v.Kind)
	v.What = kind.Called(i18n.Language(r.Context()))
	if form.Get("zone") == "" {
		form.Values.Set("zone", v.Location().String())
	}
	if v.zone, err = time.LoadLocation(form.Get("zone")); err != nil || form.Get("zone") == "Local" {
		form.Reject("zone", t(r.Context(), "book.zone_unknown"))
		v.zone = v.Location()
	}
	v.minutes = int(form.Int64("minutes"))
	if v.minutes == 0 && len(v.Choices) > 0 {
		v.minutes = v.Choices[0]
		form.Values.Set("minutes", strconv.Itoa(v.minutes))
	}
	return v, r, nil
}

// atLink says in the reader's language, and in the look of their other pages, that a link leads nowhere.
func (u *UI) atLink(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := next(w, r)
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		ctx := r.Context()
		title := t(ctx, "book.nowhere")
		return u.Door(w, r, http.StatusNotFound, title,
			h.Header(h.Class("stack"), h.H1(g.Text(title)), h.P(h.Class("lead"), g.Text(t(ctx, "book.nowhere_text")))))
	}
}

func (u *UI) getBook(w http.ResponseWriter, r *http.Request) error {
	v, r, err := u.meet(w, r, &web.Form{Values: r.URL.Query(), Errors: map[string]string{}})
	if err != nil {
		return err
	}
	return u.showBook(w, r, v)
}

// showBook shows a call as its state asks for it.
func (u *UI) showBook(w http.ResponseWriter, r *http.Request, v visitor) error {
	switch v.State {
	case call.Offered:
		if !v.Now.Before(v.ExpiresAt) {
			return u.overPage(w, r, v)
		}
		return u.choosePage(w, r, v)
	case call.Booked:
		return u.bookedPage(w, r, v)
	}
	return u.overPage(w, r, v)
}

func (u *UI) choosePage(w http.ResponseWriter, r *http.Request, v visitor) error {
	ctx := r.Context()
	free, err := u.Calls.Free(ctx, v.Visit, v.minutes)
	if err != nil {
		return err
	}
	title := t(ctx, "book.title", "What", v.What)
	about, guests := page.Ask(v.form, "about", t(ctx, "book.about")), page.Ask(v.form, "guests", t(ctx, "book.guests"))
	about.Hint, guests.Hint = t(ctx, "book.about_hint"), t(ctx, "book.guests_hint", "Count", v.Rules.Guests)
	about.Value, guests.Value = v.form.Text("about"), v.form.Text("guests")
	about.Optional, guests.Optional = true, true
	var more g.Node
	if !u.Calls.Restricted && v.Rules.Guests > 0 {
		more = page.Textarea(ctx, guests)
	}
	return u.Door(w, r, web.FormStatus(v.form), title, h.Header(h.Class("stack"), h.H1(g.Text(title)),
		h.P(h.Class("lead"), g.Text(t(ctx, "book.lead", "Number", v.TicketID, "Name", v.Mine.Name)))),
		page.Form(v.path(), page.FormError(v.form), u.zoneAndLength(ctx, v), u.times(ctx, v, free), page.Textarea(ctx, about), more,
			g.If(len(free) > 0, page.FormEnd(page.Button(page.Wide, t(ctx, "book.book"))))),
		h.P(h.Small(g.Text(t(ctx, "book.writing")))))
}

// zoneAndLength asks where the customer is and how long they want to talk. Its button asks for the page again with all that was
// typed: nothing is lost, and no script is needed.
func (u *UI) zoneAndLength(ctx context.Context, v visitor) g.Node {
	zone := page.Ask(v.form, "zone", t(ctx, "book.zone"))
	zone.Hint = t(ctx, "book.zone_hint")
	zone.More = []g.Node{g.Attr("list", "zones")}
	var lengths []page.Option
	for _, m := range v.Choices {
		lengths = append(lengths, page.Option{Value: strconv.Itoa(m), Label: t(ctx, "book.minutes", "Count", m)})
	}
	length := page.Ask(v.form, "minutes", t(ctx, "book.length"))
	var choose g.Node = page.Hidden("minutes", strconv.Itoa(v.minutes))
	if v.State == call.Offered && len(lengths) > 1 {
		choose = page.Options(length, lengths...)
	}
	return h.Div(h.Class("stack"), page.ZoneList(), page.Input(ctx, zone), choose,
		h.Div(page.Button(page.Secondary, t(ctx, "book.again"), g.Attr("formmethod", "get"), g.Attr("formaction", v.path()),
			g.Attr("formnovalidate"), h.Name("times"), h.Value("again"))))
}
