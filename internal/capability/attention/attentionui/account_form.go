package attentionui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getNewAccount begins an escalation of an organization, or one that an emergency becomes.
func (u *UI) getNewAccount(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q := r.URL.Query()
	form := web.NewForm("organization_id", q.Get("organization"), "from_ticket", q.Get("ticket"), "severity", string(attention.High))
	actor, _ := access.From(ctx)
	form.Values.Set("driver", itoa(actor.UserID))
	if id, err := strconv.ParseInt(q.Get("ticket"), 10, 64); err == nil {
		t, err := u.Tickets.Get(ctx, id)
		if err != nil {
			return err
		}
		form.Values.Set("organization_id", itoa(t.OrganizationID))
		form.Values.Set("title", t.Subject)
		form.Values.Set("severity", string(attention.Critical))
	}
	return u.accountForm(w, r, 0, form)
}

func (u *UI) getEditAccount(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	e, _, err := u.Attention.Account(ctx, id)
	if err != nil {
		return err
	}
	names, err := u.names(ctx, e.People...)
	if err != nil {
		return err
	}
	var tickets, addresses, criteria []string
	for _, t := range e.Tickets {
		tickets = append(tickets, "#"+itoa(t))
	}
	for _, p := range e.People {
		addresses = append(addresses, names[p].Email)
	}
	for _, c := range e.Criteria {
		criteria = append(criteria, c.Text)
	}
	return u.accountForm(w, r, id, web.NewForm("organization_id", itoa(e.OrganizationID), "title", e.Title, "severity", string(e.Severity),
		"driver", itoa(e.DriverID),
		"part", e.DriverPart, "channel", e.Channel, "tickets", strings.Join(tickets, ", "), "people", strings.Join(addresses, ", "),
		"criteria", strings.Join(criteria, "\n")))
}

// accountForm asks what an escalation is about. The organization is typed by name where it is not known yet.
func (u *UI) accountForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	setup, err := u.Attention.Setup(ctx)
	if err != nil {
		return err
	}
	staff, err := u.staff(ctx, i18n.T(ctx, "attention.choose"))
	if err != nil {
		return err
	}
	whose, err := u.whose(ctx, form)
	if err != nil {
		return err
	}
	title, action, back, do := i18n.T(ctx, "account.new_title"), "/escalations", "/escalations", "account.open_do"
	if id != 0 {
		title, action, back, do = i18n.T(ctx, "account.edit_title"), "/escalations/"+itoa(id)+"/edit", "/escalations/"+itoa(id), "account.save"
	}
	var convert g.Node
	if form.Get("from_ticket") != "" {
		convert = g.Group{page.Hidden("from_ticket", form.Get("from_ticket")), h.P(g.Text(i18n.T(ctx, "account.convert", "Number", form.Get("from_ticket"))))}
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "account.form_about")),
		page.Narrow(page.Form(action, page.FormError(form), convert, whose, accountFields(ctx, form, setup.Escalations, staff),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, do)), page.LinkButton(page.Quiet, back, i18n.T(ctx, "attention.cancel")))))))
}

func accountFields(ctx context.Context, form *web.Form, rules attention.EscalationRules, staff []page.Choice) g.Node {
	ask := func(name string, optional bool) page.Field {
		f := area(form, name, i18n.T(ctx, "account.field_"+name))
		f.Optional, f.Autocomplete = optional, "off"
		if hint := "account.hint_" + name; i18n.T(ctx, hint) != hint {
			f.Hint = i18n.T(ctx, hint)
		}
		return f
	}
	var severities, parts []page.Choice
	for _, v := range attention.Severities() {
		severities = append(severities,
			page.Choice{Value: string(v),
				Label: i18n.T(ctx, "account.severity_every", "Severity", i18n.T(ctx, "account.severity_"+string(v)), "Count", rules.Hours[v])})
	}
	for _, p := range rules.Drivers {
		parts = append(parts, page.Choice{Value: p, Label: p})
	}
	return g.Group{page.Input(ctx, ask("title", false)), page.Select(ctx, ask("severity", false), severities...),
		page.Select(ctx, ask("driver", false), staff...),
		page.Select(ctx, ask("part", false), parts...), page.Textarea(ctx, ask("criteria", false)), page.Input(ctx, ask("tickets", true)),
		page.Input(ctx, ask("people", true)), page.Input(ctx, ask("channel", true))}
}

// whose names the organization, or asks for its name.
func (u *UI) whose(ctx context.Context, form *web.Form) (g.Node, error) {
	if id := form.Int64("organization_id"); id != 0 {
		o, err := u.People.Organization(ctx, id)
		return g.Group{page.Hidden("organization_id", itoa(id)), h.P(h.B(g.Text(o.Name)))}, err
	}
	delete(form.Errors, "organization_id") // none was given
	f := page.Ask(form, "organization", i18n.T(ctx, "account.col_organization"))
	f.Hint = i18n.T(ctx, "account.organization_hint")
	return page.Input(ctx, f), nil
}

// postAccount opens an escalation, or changes one.
func (u *UI) postAccount(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	var id int64
	if r.PathValue("id") != "" {
		if id, err = web.PathID(r); err != nil {
			return err
		}
	}
	e, err := u.readAccount(ctx, form)
	e.ID = id
	switch {
	case err != nil || !form.OK():
	case id == 0:
		e, err = u.Attention.Escalate(ctx, e)
	default:
		err = u.Attention.Reshape(ctx, e)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.accountForm(w, r, id, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "account.saved"))
	web.Redirect(w, r, e.Path())
	return nil
}

// readAccount reads what was typed: tickets by number, people by address, the organization by name.
func (u *UI) readAccount(ctx context.Context, form *web.Form) (attention.Escalation, error) {
	e := attention.Escalation{Title: form.Get("title"), Severity: attention.Severity(form.Get("severity")), DriverID: form.Int64("driver"),
		DriverPart: form.Get("part"),
		Channel:    form.Get("channel"), Criteria: attention.Criteria(form.Text("criteria")), FromTicket: form.Int64("from_ticket"),
		OrganizationID: form.Int64("organization_id")}
	if name := form.Get("organization"); e.OrganizationID == 0 && name != "" {
		found, err := u.Attention.Named(ctx, name)
		if fault.Is(err, fault.NotFound) {
			return e, fault.Field("organization", "There is no organization called %s", fault.Clip(name, 60))
		}
		if err != nil {
			return e, err
		}
		e.OrganizationID = found.ID
	}
	for _, word := range apart(form.Get("tickets")) {
		n, err := strconv.ParseInt(strings.TrimPrefix(word, "#"), 10, 64)
		if err != nil {
			form.Reject("tickets", i18n.T(ctx, "account.no_ticket", "Word", word))
			continue
		}
		e.Tickets = append(e.Tickets, n)
	}
	for _, address := range apart(form.Get("people")) {
		p, err := u.Attention.Person(ctx, address)
		if fault.Is(err, fault.NotFound) {
			form.Reject("people", i18n.T(ctx, "account.no_person", "Word", address))
			continue
		}
		if err != nil {
			return e, err
		}
		e.People = append(e.People, p.ID)
	}
	return e, nil
}

// apart parts what is written with commas or space between.
func apart(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",; \t\n", r) })
}
