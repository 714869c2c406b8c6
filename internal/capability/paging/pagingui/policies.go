package pagingui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func policyPath(id int64) string { return policiesPath + "/" + itoa(id) }

// getPolicies lists the policies, and shows the numbers that paging goes by.
func (u *UI) getPolicies(w http.ResponseWriter, r *http.Request) error {
	setup, err := u.Paging.Setup(r.Context())
	if err != nil {
		return err
	}
	return u.showPolicies(w, r, numbersForm(setup))
}

func (u *UI) showPolicies(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	policies, err := u.Paging.Policies(ctx)
	if err != nil {
		return err
	}
	name, err := u.targetNamer(ctx)
	if err != nil {
		return err
	}
	var actions []g.Node
	numbers := g.Node(nil)
	if access.Check(ctx, access.ManageSettings) == nil {
		actions = append(actions, page.LinkButton(page.Primary, policiesPath+"/new", i18n.T(ctx, "policy.new")))
		choices, err := u.policyChoices(ctx)
		if err != nil {
			return err
		}
		numbers = numbersCard(ctx, f, choices)
	}
	columns := []page.Column{{Label: i18n.T(ctx, "pages.policy")}, {Label: i18n.T(ctx, "policy.steps")},
		{Label: i18n.T(ctx, "policy.repeat_col"), Number: true}}
	rows := make([][]g.Node, len(policies))
	for i, p := range policies {
		rows[i] = []g.Node{h.A(h.Class("link"), h.Href(policyPath(p.ID)), g.Text(p.Title)), stepWords(ctx, p, name), g.Text(strconv.Itoa(p.Repeat))}
	}
	list := g.Node(page.EmptyState("phone-call", i18n.T(ctx, "policy.none"), i18n.T(ctx, "policy.none_text")))
	if len(policies) > 0 {
		list = page.Table(i18n.T(ctx, "settings.paging.title"), columns, rows...)
	}
	title := i18n.T(ctx, "settings.paging.title")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.paging.about"), actions...),
		page.Content(h.Div(h.Class("stack"), list, numbers))))
}

// stepWords tells the steps of a policy in a line each.
func stepWords(ctx context.Context, p paging.Policy, name targetName) g.Node {
	var lines g.Group
	for _, s := range p.Steps {
		var who []string
		for _, t := range s.Targets {
			who = append(who, name(t))
		}
		lines = append(lines, h.Div(g.Text(strings.Join(who, ", ")+" "), h.Span(h.Class("muted"), g.Text(i18n.FormatDuration(ctx, s.Timeout)))))
	}
	return lines
}

// policyChoices lists the policies for a select, by title.
func (u *UI) policyChoices(ctx context.Context) ([]page.Choice, error) {
	policies, err := u.Paging.Policies(ctx)
	if err != nil {
		return nil, err
	}
	setup, err := u.Paging.Setup(ctx)
	if err != nil {
		return nil, err
	}
	var all []page.Choice
	for _, p := range policies {
		if p.Title == setup.Policy {
			all = append([]page.Choice{{Value: p.Title, Label: p.Title}}, all...)
			continue
		}
		all = append(all, page.Choice{Value: p.Title, Label: p.Title})
	}
	return all, nil
}

func numbersForm(s paging.Setup) *web.Form {
	f := web.NewForm("policy", s.Policy, "tries", strconv.Itoa(s.Patience.Tries), "elsewhere", strconv.Itoa(s.Patience.Elsewhere),
		"late_after", strconv.Itoa(s.LateAfter))
	for _, k := range paging.Kinds() {
		f.Values.Set(string(k)+".most", strconv.Itoa(s.Throttle[k].Most))
		f.Values.Set(string(k)+".minutes", strconv.Itoa(max(s.Throttle[k].Minutes, 15)))
	}
	return f
}

func numbersCard(ctx context.Context, f *web.Form, policies []page.Choice) g.Node {
	number := func(name string) g.Node {
		field := page.Ask(f, name, i18n.T(ctx, "numbers."+name))
		field.Type, field.Hint, field.More = "number", i18n.T(ctx, "numbers."+name+"_hint"), []g.Node{h.Min("1"), h.Step("1")}
		return page.Input(ctx, field)
	}
	bare := func(name string) g.Node {
		field := page.Ask(f, name, i18n.T(ctx, "numbers.throttle"))
		field.More = []g.Node{g.Attr("inputmode", "numeric")}
		return page.Bare(field)
	}
	var rows [][]g.Node
	for _, k := range paging.Kinds() {
		rows = append(rows, []g.Node{g.Text(i18n.T(ctx, "pages.kind."+string(k))), bare(string(k) + ".most"), bare(string(k) + ".minutes")})
	}
	title := i18n.T(ctx, "numbers.title")
	return page.Card(title, i18n.T(ctx, "numbers.about"), page.Form(policiesPath, page.FormError(f),
		page.Select(ctx, page.Ask(f, "policy", i18n.T(ctx, "numbers.policy")), policies...), number("tries"), number("elsewhere"), number("late_after"),
		h.H3(g.Text(i18n.T(ctx, "numbers.throttle"))), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "numbers.throttle_about"))),
		page.Table(i18n.T(ctx, "numbers.throttle"),
			[]page.Column{{Label: i18n.T(ctx, "pages.attempt.way")}, {Label: i18n.T(ctx, "numbers.most")}, {Label: i18n.T(ctx, "numbers.minutes")}}, rows...),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "policy.save")))))
}

func (u *UI) postNumbers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	number := func(name string) int { return int(f.Int64(name)) }
	s := paging.Setup{Policy: f.Get("policy"), Patience: paging.Patience{Tries: number("tries"), Elsewhere: number("elsewhere")},
		LateAfter: number("late_after"), Throttle: paging.Throttle{}}
	for _, k := range paging.Kinds() {
		if most := number(string(k) + ".most"); most != 0 {
			s.Throttle[k] = paging.Limit{Most: most, Minutes: number(string(k) + ".minutes")}
		}
	}
	if !f.OK() {
		return u.showPolicies(w, r, f)
	}
	err = u.Paging.SaveSetup(ctx, s)
	if f.Absorb(err) {
		return u.showPolicies(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "numbers.saved"))
	web.Redirect(w, r, policiesPath)
	return nil
}
