package reviewui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getRisks is the register, with one of its risks in the form where it is asked for.
func (u *UI) getRisks(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.URL.Query().Get("risk"), 10, 64)
	if err != nil {
		return u.risksPage(w, r, web.NewForm("likelihood", "2", "impact", "2", "state", string(review.RiskOpen)))
	}
	k, err := u.Reviews.Risk(ctx, id)
	if err != nil {
		return err
	}
	owner := ""
	if k.OwnerID != 0 {
		owner = itoa(k.OwnerID)
	}
	var tickets []string
	for _, t := range k.Tickets {
		tickets = append(tickets, "#"+itoa(t))
	}
	form := web.NewForm("id", itoa(k.ID), "title", k.Title, "area", string(k.Area), "likelihood", strconv.Itoa(k.Likelihood), "impact",
		strconv.Itoa(k.Impact), "about", k.About, "said", k.Said,
		"owner", owner, "due_on", dayText(k.DueOn), "state", string(k.State), "tickets", strings.Join(tickets, ", "))
	if k.Shared {
		form.Values.Set("shared", "on")
	}
	return u.risksPage(w, r, form)
}

func (u *UI) risksPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	o, err := u.account(r)
	if err != nil {
		return err
	}
	risks, err := u.Reviews.Risks(ctx, o.ID)
	if err != nil {
		return err
	}
	var ids []int64
	for _, k := range risks {
		ids = append(ids, k.OwnerID)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return err
	}
	list := g.Node(page.EmptyState("triangle-alert", i18n.T(ctx, "risk.none"), i18n.T(ctx, "risk.none_text")))
	if len(risks) > 0 {
		list = u.riskTable(ctx, o, risks, names)
	}
	edit, err := u.riskForm(ctx, o, form)
	if err != nil {
		return err
	}
	return u.show(w, r, o, "risks", form, list, edit)
}

func (u *UI) riskTable(ctx context.Context, o people.Organization, risks []review.Risk, names map[int64]people.User) g.Node {
	var rows [][]g.Node
	for _, k := range risks {
		shared := page.Chip(page.Inside, i18n.T(ctx, "risk.inside"))
		if k.Shared {
			shared = page.Chip(page.Blue, i18n.T(ctx, "risk.shared"))
		}
		tickets := g.Map(k.Tickets, func(id int64) g.Node { return g.Group{ticketLink(id, "#"+itoa(id)), g.Text(" ")} })
		name := g.Text(k.Title)
		if writes(ctx) {
			name = h.A(h.Class("link"), h.Href(accountPath(o.ID, "risks")+"?risk="+itoa(k.ID)+"#edit"), g.Text(k.Title))
		}
		rows = append(rows, []g.Node{riskChip(ctx, k), name, g.Text(i18n.T(ctx, "risk.area_"+string(k.Area))),
			g.Text(i18n.T(ctx, "risk.state_"+string(k.State))), g.Text(names[k.OwnerID].Name),
			g.Text(dayWords(ctx, k.DueOn)), shared, tickets})
	}
	title := i18n.T(ctx, "review.title_risks")
	return page.Table(title, columns(ctx, "risk", "weight", "title", "area", "state", "owner", "due", "shared", "tickets"), rows...)
}

// riskChip is how heavy a risk is, in a word.
func riskChip(ctx context.Context, k review.Risk) g.Node {
	switch {
	case k.State == review.RiskClosed:
		return page.Chip(page.Neutral, i18n.T(ctx, "risk.state_closed"))
	case k.Weight() >= 6:
		return page.Chip(page.Red, i18n.T(ctx, "risk.heavy"))
	case k.Weight() >= 3:
		return page.Chip(page.Amber, i18n.T(ctx, "risk.medium"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "risk.light"))
}

func (u *UI) riskForm(ctx context.Context, o people.Organization, form *web.Form) (g.Node, error) {
	if !writes(ctx) {
		return nil, nil
	}
	staff, err := u.staff(ctx, i18n.T(ctx, "review.nobody"), false)
	if err != nil {
		return nil, err
	}
	field := func(name string) page.Field { return ask(ctx, form, "risk", name) }
	optional := func(name string) page.Field { return askOptional(ctx, form, "risk", name) }
	degrees := []page.Choice{{Value: "1", Label: i18n.T(ctx, "risk.degree_1")}, {Value: "2", Label: i18n.T(ctx, "risk.degree_2")},
		{Value: "3", Label: i18n.T(ctx, "risk.degree_3")}}
	title := i18n.T(ctx, "risk.add")
	var anew g.Node
	if form.Get("id") != "" {
		title, anew = i18n.T(ctx, "risk.edit"), page.LinkButton(page.Quiet, accountPath(o.ID, "risks"), i18n.T(ctx, "risk.add_instead"))
	}
	return h.Div(h.ID("edit"),
		page.Card(title, "", page.Form(accountPath(o.ID, "risks"), page.FormError(form), page.Hidden("id", form.Get("id")), page.Input(ctx, field("title")),
			page.Columns(page.Select(ctx, field("area"), choices(ctx, "risk.area_", review.Areas())...),
				page.Select(ctx, field("state"), choices(ctx, "risk.state_", review.RiskStates())...),
				page.Select(ctx, field("likelihood"), degrees...), page.Select(ctx, field("impact"), degrees...),
				page.Select(ctx, optional("owner"), staff...), page.Input(ctx, dated(optional("due_on")))),
			page.Textarea(ctx, optional("about")), page.Input(ctx, optional("tickets")), page.Checkbox(ctx, field("shared")), page.Input(ctx, optional("said")),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "risk.save")), anew)))), nil
}

func (u *UI) postRisk(w http.ResponseWriter, r *http.Request) error {
	return u.onAccount(w, r, "risks", "risk.saved", func(ctx context.Context, o people.Organization, form *web.Form) error {
		k := review.Risk{ID: optionalID(form, "id"), OwnerID: optionalID(form, "owner"), OrganizationID: o.ID, Title: form.Get("title"),
			Area: review.Area(form.Get("area")), Likelihood: int(form.Int64("likelihood")), Impact: int(form.Int64("impact")),
			About: form.Text("about"), Shared: form.Get("shared") != "", Said: form.Get("said"), DueOn: dayOf(form, "due_on"),
			State: review.RiskState(form.Get("state")), Tickets: ticketsOf(ctx, form, "tickets")}
		if !form.OK() {
			return nil
		}
		_, err := u.Reviews.SaveRisk(ctx, k)
		return err
	}, u.risksPage)
}

// ticketsOf reads numbers of tickets, with commas or space between.
func ticketsOf(ctx context.Context, form *web.Form, name string) (ids []int64) {
	for _, word := range strings.FieldsFunc(form.Get(name), func(r rune) bool { return strings.ContainsRune(",; \t\n", r) }) {
		n, err := strconv.ParseInt(strings.TrimPrefix(word, "#"), 10, 64)
		if err != nil {
			form.Reject(name, i18n.T(ctx, "risk.no_number", "Word", word))
			continue
		}
		ids = append(ids, n)
	}
	return ids
}
