package intakeui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// typed are the two small forms of the page as they were sent; nil shows what is stored.
type typed struct{ addresses, brakes *web.Form }

func (u *UI) getMailboxes(w http.ResponseWriter, r *http.Request) error {
	return u.showMailboxes(w, r, typed{})
}

func (u *UI) postAddresses(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Intake.SaveAddresses(r.Context(), strings.FieldsFunc(f.Text("addresses"), func(c rune) bool { return strings.ContainsRune(" ,;\n\t", c) }))
	return u.saved(w, r, f, err, typed{addresses: f})
}

func (u *UI) postBrakes(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	n := f.Int64("per_sender_hour")
	if !f.OK() {
		return u.showMailboxes(w, r, typed{brakes: f})
	}
	return u.saved(w, r, f, u.Intake.SaveBrakes(r.Context(), intake.Brakes{PerSenderHour: int(n)}), typed{brakes: f})
}

// saved comes back to the page, with what was typed where something is wrong with it.
func (u *UI) saved(w http.ResponseWriter, r *http.Request, f *web.Form, err error, t typed) error {
	if f.Absorb(err) {
		return u.showMailboxes(w, r, t)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "mailbox.saved"))
	web.Redirect(w, r, "/settings/mailboxes")
	return nil
}

func (u *UI) showMailboxes(w http.ResponseWriter, r *http.Request, t typed) error {
	ctx := r.Context()
	ways, err := u.Intake.WaysIn(ctx)
	if err != nil {
		return err
	}
	if t.addresses == nil {
		t.addresses = web.NewForm("addresses", strings.Join(ways.Addresses, "\n"))
	}
	if t.brakes == nil {
		t.brakes = web.NewForm("per_sender_hour", strconv.Itoa(ways.Brakes.PerSenderHour))
	}
	title := i18n.T(ctx, "settings.mailboxes.title")
	return u.show(w, r, web.FormStatus(t.addresses, t.brakes), title,
		page.Head(title, i18n.T(ctx, "settings.mailboxes.about"), page.LinkButton(page.Primary, "/settings/mailboxes/new", i18n.T(ctx, "mailbox.new"))),
		page.Content(u.mailboxes(ctx, ways.Mailboxes), page.Columns(addressCard(ctx, t.addresses), brakeCard(ctx, t.brakes)), u.doors(ctx, ways.Addresses)))
}

// getStatuses answers the live list of mailboxes.
func (u *UI) getStatuses(w http.ResponseWriter, r *http.Request) error {
	ways, err := u.Intake.WaysIn(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, u.mailboxes(r.Context(), ways.Mailboxes))
}

func (u *UI) mailboxes(ctx context.Context, list []intake.Mailbox) g.Node {
	live := page.Live("/settings/mailboxes/statuses", "mailboxes")
	if len(list) == 0 {
		return h.Div(h.ID("mailboxes"), live, page.EmptyState("inbox", i18n.T(ctx, "mailbox.none"), i18n.T(ctx, "mailbox.noneabout")))
	}
	statuses := u.Statuses()
	var rows [][]g.Node
	for _, m := range list {
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(mailboxPath(m.Account)), g.Text(m.Account)), g.Text(m.Username), mono(m.Host),
			u.status(ctx, m, statuses[m.Account])})
	}
	label := func(id string) string { return i18n.T(ctx, "mailbox."+id) }
	return h.Div(h.ID("mailboxes"), live, page.Table(label("table"), []page.Column{{Label: label("account")}, {Label: label("username")},
		{Label: label("host")}, {Label: label("status")}}, rows...))
}

// status says how a mailbox fares; an error in the server's own words.
func (u *UI) status(ctx context.Context, m intake.Mailbox, s intake.MailboxStatus) g.Node {
	if m.Off {
		return page.Chip(page.Neutral, i18n.T(ctx, "mailbox.phase.off"))
	}
	tones := map[string]page.Tone{"waiting": page.Green, "fetching": page.Blue, "troubled": page.Red}
	phase := s.Phase
	if phase == "" {
		phase = "connecting"
	}
	return h.Span(page.Chip(tones[phase], i18n.T(ctx, "mailbox.phase."+phase)),
		g.Iff(!s.Since.IsZero(), func() g.Node {
			return h.Span(h.Class("muted"), g.Text(" "+i18n.T(ctx, "mailbox.since")+" "), page.Time(ctx, s.Since, u.Now(ctx)))
		}),
		g.If(s.Error != "", h.Div(g.Text(s.Error))))
}

func mailboxPath(account string) string { return "/settings/mailboxes/edit/" + url.PathEscape(account) }

func addressCard(ctx context.Context, f *web.Form) g.Node {
	field := page.Ask(f, "addresses", i18n.T(ctx, "mailbox.addresses"))
	field.Value, field.Hint, field.Optional = f.Text("addresses"), i18n.T(ctx, "mailbox.addresseshint"), true
	field.Placeholder = "support@example.com"
	return page.Card(i18n.T(ctx, "mailbox.own"), i18n.T(ctx, "mailbox.ownabout"), page.Form("/settings/mailboxes/addresses", page.FormError(f),
		page.Textarea(ctx, field), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "mailbox.save")))))
}

func brakeCard(ctx context.Context, f *web.Form) g.Node {
	field := page.Ask(f, "per_sender_hour", i18n.T(ctx, "mailbox.perhour"))
	field.Type, field.Hint, field.More = "number", i18n.T(ctx, "mailbox.perhourhint"), []g.Node{h.Min("1")}
	return page.Card(i18n.T(ctx, "mailbox.brakes"), i18n.T(ctx, "mailbox.brakesabout"), page.Form("/settings/mailboxes/brakes", page.FormError(f),
		page.Input(ctx, field), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "mailbox.save")))))
}
