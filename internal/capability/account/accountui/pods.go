package accountui

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getPods shows who covers for whom in a week: the pods, what each of their people covers, and who is out.
func (u *UI) getPods(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	monday, err := u.weekOf(ctx, r.URL.Query().Get("week"))
	if err != nil {
		return err
	}
	zone := i18n.Zone(ctx)
	pods, without, err := u.Accounts.Pods(ctx, people.DayBegins(monday, zone), people.DayBegins(monday.AddDays(7), zone))
	if err != nil {
		return err
	}
	rules, err := u.Accounts.Setup(ctx)
	if err != nil {
		return err
	}
	title, may := i18n.T(ctx, "assigned.tab_pods"), access.Check(ctx, access.ManageOnCall) == nil
	add := g.If(may, page.LinkButton(page.Primary, podPath(0), i18n.T(ctx, "assigned.pod_add")))
	body := []g.Node{h.P(g.Text(i18n.T(ctx, "assigned.pod_rules", "Post", rules.PodPost, "Manager", rules.PodManager, "Hours",
		rules.PodHours, "Fewer", rules.Fewer)))}
	if len(pods) == 0 {
		body = append(body, page.EmptyState("briefcase", i18n.T(ctx, "assigned.pods_none"), i18n.T(ctx, "assigned.pods_none_text", "Size", rules.PodSize), add))
	} else {
		body = append(body, h.H2(g.Text(i18n.T(ctx, "assigned.week_of", "Week", i18n.FormatDay(ctx, monday)))))
	}
	for _, p := range pods {
		body = append(body, u.podCard(ctx, p, rules))
	}
	if len(without) > 0 {
		body = append(body, page.Card(i18n.T(ctx, "assigned.pod_without"), i18n.T(ctx, "assigned.pod_without_text"),
			page.Crew(g.Map(without, func(p people.User) g.Node { return page.CrewMember(person(p), p.Title) }))))
	}
	if len(pods) > 0 {
		body = append(body, page.Pager(ctx, weekPath(monday.AddDays(-7)), weekPath(monday.AddDays(7))))
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.pods_sub"), g.If(len(pods) > 0, add)),
		page.Bar(tabs(ctx, "pods")), page.Content(body...)))
}

// weekOf gives the Monday of the week that holds a day; empty is this week.
func (u *UI) weekOf(ctx context.Context, text string) (bizcal.Date, error) {
	day, err := people.ParseDate("week", text)
	if err == nil && day == (bizcal.Date{}) {
		day = bizcal.DateOf(u.Now(ctx).In(i18n.Zone(ctx)))
	}
	return people.Monday(day), err
}

func weekPath(monday bizcal.Date) string {
	return account.PodsPath + "?week=" + people.FormatDate(monday)
}

// podPath is the form of a pod; 0 is a new one.
func podPath(id int64) string {
	if id == 0 {
		return "/pods/new"
	}
	return "/pods/" + itoa(id)
}

// podCard tells how a pod stands: how many are out and what that asks for, and each of its people.
func (u *UI) podCard(ctx context.Context, p account.PodStanding, rules account.Rules) g.Node {
	return page.Card(p.Name, "", u.podState(ctx, p, rules), h.Ul(h.Class("pod"), g.Map(p.Crew, func(m account.Mate) g.Node { return u.mate(ctx, m, rules) })),
		g.If(access.Check(ctx, access.ManageOnCall) == nil, h.Div(page.LinkButton(page.Small, podPath(p.ID), i18n.T(ctx, "assigned.change")))))
}

// podState says how many are out at one time, and what the next who plans time off does.
func (u *UI) podState(ctx context.Context, p account.PodStanding, rules account.Rules) g.Node {
	if p.Out == 0 {
		return h.Div(h.Class("cluster"), page.Chip(page.Green, i18n.T(ctx, "assigned.pod_all_here")),
			h.Span(h.Class("muted"), g.Text(stepNext(ctx, rules.Step(1)))))
	}
	tone := map[account.Step]page.Tone{account.Enter: page.Neutral, account.Post: page.Amber, account.Manager: page.Red}[rules.Step(p.Out)]
	return h.Div(h.Class("cluster"), page.Chip(tone, i18n.T(ctx, "assigned.pod_out", "Count", p.Out, "Of", len(p.Members))),
		h.Span(g.Text(span(ctx, p.When, u.Now(ctx)))),
		h.Span(h.Class("muted"), g.Text(stepNext(ctx, rules.Step(p.Out+1)))))
}

// stepNext says what somebody does who would be out at the same time.
func stepNext(ctx context.Context, s account.Step) string {
	return map[account.Step]string{account.Enter: i18n.T(ctx, "assigned.step_enter"), account.Post: i18n.T(ctx, "assigned.step_post"),
		account.Manager: i18n.T(ctx, "assigned.step_manager")}[s]
}

// mate is somebody of a pod: the accounts that others cover, what they cover in the week, and when they are out.
func (u *UI) mate(ctx context.Context, m account.Mate, rules account.Rules) g.Node {
	var accounts, covers, out g.Group
	for i, a := range m.Accounts {
		accounts = append(accounts, g.If(i > 0, g.Text(", ")), h.A(h.Class("link"), h.Href(a.Path()), g.Text(a.Organization)))
	}
	for i, c := range m.Covers {
		covers = append(covers, g.If(i > 0, g.Text(", ")), h.A(h.Class("link"), h.Href(c.Path()), g.Text(c.Organization)))
	}
	for _, s := range m.Out {
		out = append(out, page.Chip(page.Amber, i18n.T(ctx, "assigned.pod_out_when", "When", span(ctx, s, u.Now(ctx)))), g.Text(" "))
	}
	facts := []page.Fact{{Label: i18n.T(ctx, "assigned.tab_list"), Value: orDash(accounts)}, {Label: i18n.T(ctx, "assigned.pod_covers"), Value: orDash(covers)},
		{Label: i18n.T(ctx, "assigned.pod_hours"), Value: coverHours(ctx, m, rules)}}
	who := page.CrewMember(person(m.User), m.User.Title)
	return h.Li(page.Crew(who), g.If(!m.Here(), h.Div(page.Chip(page.Red, i18n.T(ctx, "assigned.pod_left")))),
		g.If(len(out) > 0, h.Div(out)), page.Facts("", facts...))
}

func orDash(list g.Group) g.Node {
	if len(list) == 0 {
		return g.Text("–")
	}
	return list
}

// coverHours says how much of the hours for cover is taken, and what it takes from other tickets.
func coverHours(ctx context.Context, m account.Mate, rules account.Rules) g.Node {
	whole := time.Duration(rules.PodHours) * time.Hour
	words := i18n.T(ctx, "assigned.pod_hours_of", "Covered", length(ctx, m.Covered), "Hours", rules.PodHours)
	tone := page.Green
	switch {
	case m.Covered > whole:
		tone = page.Red
	case m.Covered == whole:
		tone = page.Amber
	}
	var fewer g.Node
	if n := covered(m); n > 0 && rules.Fewer > 0 {
		fewer = h.Div(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.pod_fewer", "Percent", min(100, n*rules.Fewer))))
	}
	part := 0.0
	if whole > 0 {
		part = min(1, float64(m.Covered)/float64(whole))
	}
	return h.Div(h.Div(h.Class("cluster"), g.Text(words), page.Meter(tone, part)), fewer)
}

// covered counts the accounts that somebody covers.
func covered(m account.Mate) int {
	known := map[int64]bool{}
	for _, c := range m.Covers {
		known[c.OrganizationID] = true
	}
	return len(known)
}

func (u *UI) getNewPod(w http.ResponseWriter, r *http.Request) error {
	return u.podForm(w, r, 0, web.NewForm())
}

func (u *UI) getPod(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	p, err := u.Accounts.Pod(r.Context(), id)
	if err != nil {
		return err
	}
	form := web.NewForm("name", p.Name)
	for _, m := range p.Members {
		form.Values.Add("members", itoa(m))
	}
	return u.podForm(w, r, id, form)
}

// podForm asks for a pod's name and people. Assigned engineers can be chosen, and who is in it.
func (u *UI) podForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	rules, err := u.Accounts.Setup(ctx)
	if err != nil {
		return err
	}
	options, err := u.podChoices(ctx, form)
	if err != nil {
		return err
	}
	title, ends := i18n.T(ctx, "assigned.pod_add"), g.Node(nil)
	if id != 0 {
		title = i18n.T(ctx, "assigned.pod_change")
		ends = page.PostButton(page.Quiet, podPath(id)+"/end", i18n.T(ctx, "assigned.pod_end"), nil)
	}
	members := page.Ask(form, "members", i18n.T(ctx, "assigned.pod_members"))
	members.Hint = i18n.T(ctx, "assigned.pod_members_hint", "Size", rules.PodSize)
	action := "/pods"
	if id != 0 {
		action = podPath(id)
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.pods_sub")), page.Narrow(
		page.Form(action, page.FormError(form), page.Input(ctx, page.Ask(form, "name", i18n.T(ctx, "assigned.pod_name"))),
			page.Ticks(members, form.All("members"), options...),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "assigned.save")),
				page.LinkButton(page.Quiet, account.PodsPath, i18n.T(ctx, "assigned.cancel")))), ends)))
}

// podChoices are the assigned engineers, and whoever is ticked already.
func (u *UI) podChoices(ctx context.Context, form *web.Form) (options []page.Option, err error) {
	now := u.Now(ctx)
	all, err := u.Accounts.Standings(ctx, now, now)
	if err != nil {
		return nil, err
	}
	counts := map[int64]int{}
	var ids []int64
	for _, st := range all {
		ids = append(ids, st.UserID)
		counts[st.UserID]++
	}
	for _, text := range form.All("members") {
		ids = append(ids, number(text))
	}
	names, err := u.Tickets.Named(ctx, ids...)
	for _, p := range byName(names) {
		options = append(options, page.Option{Value: itoa(p.ID), Label: p.Name, About: i18n.T(ctx, "assigned.pod_accounts", "Count", counts[p.ID])})
	}
	return options, err
}

func byName(users map[int64]people.User) []people.User {
	return slices.SortedFunc(maps.Values(users), func(a, b people.User) int { return strings.Compare(a.Name, b.Name) })
}

func (u *UI) postNewPod(w http.ResponseWriter, r *http.Request) error { return u.savePod(w, r, 0) }

func (u *UI) postPod(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.savePod(w, r, id)
}

// savePod keeps what a form says of a pod, or shows the form again.
func (u *UI) savePod(w http.ResponseWriter, r *http.Request, id int64) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	p := account.Pod{ID: id, Name: form.Get("name")}
	for _, text := range form.All("members") {
		p.Members = append(p.Members, number(text))
	}
	_, err = u.Accounts.SavePod(r.Context(), p)
	if form.Absorb(err) {
		return u.podForm(w, r, id, form)
	}
	return u.podDone(w, r, err, i18n.T(r.Context(), "assigned.pod_saved"))
}

func (u *UI) postPodEnd(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.podDone(w, r, u.Accounts.EndPod(r.Context(), id), i18n.T(r.Context(), "assigned.pod_ended"))
}

func (u *UI) podDone(w http.ResponseWriter, r *http.Request, err error, done string) error {
	if err != nil {
		return err
	}
	web.Done(r.Context(), done)
	web.Redirect(w, r, account.PodsPath)
	return nil
}
