package accountui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/accounts"

// onOff is the value of a tick.
func onOff(on bool) string {
	if on {
		return "on"
	}
	return ""
}

func rulesForm(r account.Rules) *web.Form {
	return web.NewForm("most_accounts", strconv.Itoa(r.Most), "hours_a_week", strconv.Itoa(r.Hours), "agreed_hours", weekText(r.Week),
		"auto_assign", onOff(r.Auto),
		"titles", strings.Join(r.Titles, ", "), "cover_days_ahead", strconv.Itoa(r.Ahead), "sudden_within_hours", strconv.Itoa(r.Sudden),
		"planned_hours", strconv.Itoa(r.PlannedHours), "sudden_hours", strconv.Itoa(r.SuddenHours), "leave_on_call_from", strconv.Itoa(r.LeaveOnCall),
		"pod_size", strconv.Itoa(r.PodSize), "pod_hours_a_week", strconv.Itoa(r.PodHours), "pod_post_from", strconv.Itoa(r.PodPost),
		"pod_manager_from", strconv.Itoa(r.PodManager),
		"fewer_others_percent", strconv.Itoa(r.Fewer))
}

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	rules, err := u.Accounts.Setup(r.Context())
	if err != nil {
		return err
	}
	return u.settingsPage(w, r, rulesForm(rules))
}

func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.accounts.title")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.accounts.about")), page.Narrow(
		page.Form(settingsPath, page.FormError(form), assignedFields(ctx, form), coverFields(ctx, form), podFields(ctx, form),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "assigned.save")))))))
}

// numberField asks for a number that is not negative.
func numberField(ctx context.Context, form *web.Form, name, label, hint string) g.Node {
	f := page.Ask(form, name, label)
	f.Type, f.Hint, f.More = "number", hint, []g.Node{h.Min("0"), h.Step("1")}
	return page.Input(ctx, f)
}

func assignedFields(ctx context.Context, form *web.Form) g.Node {
	week, titles, auto := page.Ask(form, "agreed_hours", i18n.T(ctx, "assigned.set_week")),
		page.Ask(form, "titles", i18n.T(ctx, "assigned.set_titles")), page.Ask(form, "auto_assign", i18n.T(ctx, "assigned.set_auto"))
	week.Hint, titles.Hint, titles.Optional = i18n.T(ctx, "assigned.agreed_hint"), i18n.T(ctx, "assigned.set_titles_hint"), true
	return page.Card(i18n.T(ctx, "assigned.set_assigned"), "", numberField(ctx, form, "most_accounts", i18n.T(ctx, "assigned.set_most"), ""),
		numberField(ctx, form, "hours_a_week", i18n.T(ctx, "assigned.hours"), ""), page.Textarea(ctx, week), page.Input(ctx, titles), page.Checkbox(ctx, auto))
}

func coverFields(ctx context.Context, form *web.Form) g.Node {
	return page.Card(i18n.T(ctx, "assigned.set_cover"), i18n.T(ctx, "assigned.set_cover_about"),
		numberField(ctx, form, "cover_days_ahead", i18n.T(ctx, "assigned.set_ahead"), ""),
		numberField(ctx, form, "sudden_within_hours", i18n.T(ctx, "assigned.set_sudden"), ""), numberField(ctx, form, "planned_hours",
			i18n.T(ctx, "assigned.set_planned"), ""),
		numberField(ctx, form, "sudden_hours", i18n.T(ctx, "assigned.set_sudden_hours"), ""), numberField(ctx, form, "leave_on_call_from",
			i18n.T(ctx, "assigned.set_leave"), i18n.T(ctx, "assigned.set_leave_hint")))
}

func podFields(ctx context.Context, form *web.Form) g.Node {
	return page.Card(i18n.T(ctx, "assigned.tab_pods"), i18n.T(ctx, "assigned.pods_sub"),
		numberField(ctx, form, "pod_size", i18n.T(ctx, "assigned.set_pod_size"), ""),
		numberField(ctx, form, "pod_hours_a_week", i18n.T(ctx, "assigned.set_pod_hours"), ""), numberField(ctx, form, "pod_post_from",
			i18n.T(ctx, "assigned.set_pod_post"), ""),
		numberField(ctx, form, "pod_manager_from", i18n.T(ctx, "assigned.set_pod_manager"), ""),
		numberField(ctx, form, "fewer_others_percent", i18n.T(ctx, "assigned.set_fewer"), i18n.T(ctx, "assigned.set_fewer_hint")))
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	n := func(name string) int { return int(form.Int64(name)) }
	rules := account.Rules{Most: n("most_accounts"), Hours: n("hours_a_week"), Auto: form.Bool("auto_assign"), Ahead: n("cover_days_ahead"),
		Sudden:       n("sudden_within_hours"),
		PlannedHours: n("planned_hours"), SuddenHours: n("sudden_hours"), LeaveOnCall: n("leave_on_call_from"),
		PodSize: n("pod_size"), PodHours: n("pod_hours_a_week"), PodPost: n("pod_post_from"), PodManager: n("pod_manager_from"),
		Fewer: n("fewer_others_percent")}
	for t := range strings.SplitSeq(form.Text("titles"), ",") {
		if t = strings.TrimSpace(t); t != "" {
			rules.Titles = append(rules.Titles, t)
		}
	}
	if rules.Week, err = bizcal.ParseWeek(form.Text("agreed_hours")); err != nil {
		sentence, _ := fault.Public(err)
		form.Reject("agreed_hours", sentence)
	}
	err = nil
	if form.OK() {
		err = u.Accounts.SaveSetup(ctx, rules)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.settingsPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "assigned.set_saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}
