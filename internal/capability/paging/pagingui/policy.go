package pagingui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getNewPolicy begins with one step, which says more than an empty form.
func (u *UI) getNewPolicy(w http.ResponseWriter, r *http.Request) error {
	p := paging.Policy{AckTimeout: 30 * time.Minute, Policy: escalation.Policy{Repeat: 1, Every: paging.DefaultEvery,
		Steps: []escalation.Step{{Timeout: 10 * time.Minute}}}}
	return u.showPolicy(w, r, policyForm(p))
}

func (u *UI) getPolicy(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	p, err := u.Paging.Policy(r.Context(), id)
	if err != nil {
		return err
	}
	return u.showPolicy(w, r, policyForm(p))
}

// showPolicy draws the form and, below it, who would be paged now. Whoever may only look sees the same, without buttons.
func (u *UI) showPolicy(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	targets, err := u.targetChoices(ctx)
	if err != nil {
		return err
	}
	preview, err := u.preview(ctx, f)
	if err != nil {
		return err
	}
	title, action, drop := i18n.T(ctx, "policy.new"), policiesPath+"/new", g.Node(nil)
	if id, err := web.PathID(r); err == nil {
		title, action = f.Get("title"), policyPath(id)
		drop = page.PostButton(page.Danger, policyPath(id)+"/delete", i18n.T(ctx, "policy.drop"), nil)
	}
	buttons := page.FormEnd(do(page.Primary, "save", i18n.T(ctx, "policy.save")), do(page.Secondary, "look", i18n.T(ctx, "policy.look")),
		page.LinkButton(page.Quiet, policiesPath, i18n.T(ctx, "pages.cancel")))
	if access.Check(ctx, access.ManageSettings) != nil {
		buttons, drop = nil, nil
	}
	form := page.Form(action, h.ID("policy"), h.Button(h.Class("vh"), h.Type("submit"), h.Name("do"), h.Value("save"), h.TabIndex("-1"),
		g.Attr("aria-hidden", "true")),
		page.FormError(f), page.Hidden("version", f.Get("version")), headCard(ctx, f), stepsCard(ctx, f, targets), lastCard(ctx, f, targets), preview, buttons)
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "policy.about")), page.Content(h.Div(h.Class("stack"), form, drop))))
}

// do is a button of the form. Only saving asks for all fields.
func do(look page.Look, what, label string) g.Node {
	return page.Button(look, label, h.Name("do"), h.Value(what), g.If(what != "save", g.Attr("formnovalidate")))
}

func minutes(ctx context.Context, f *web.Form, name string) g.Node {
	field := page.Ask(f, name, i18n.T(ctx, "policy."+name))
	field.Type, field.Hint, field.More = "number", i18n.T(ctx, "policy."+name+"_hint"), []g.Node{h.Min("0"), h.Step("any")}
	return page.Input(ctx, field)
}

func headCard(ctx context.Context, f *web.Form) g.Node {
	title := page.Ask(f, "title", i18n.T(ctx, "policy.title"))
	title.Autocomplete = "off"
	wait := page.Ask(f, "wait_empty", i18n.T(ctx, "policy.wait_empty"))
	wait.Hint = i18n.T(ctx, "policy.wait_empty_hint")
	return page.Card("", "", page.Input(ctx, title), minutes(ctx, f, "repeat"), minutes(ctx, f, "ack_timeout"), page.Checkbox(ctx, wait))
}

// stepsCard has a row for each target of each step, and an empty one behind.
func stepsCard(ctx context.Context, f *web.Form, targets []page.Choice) g.Node {
	n := stepCount(f)
	columns := []page.Column{{Label: i18n.T(ctx, "policy.step"), Number: true}, {Label: i18n.T(ctx, "policy.whom")},
		{Label: i18n.T(ctx, "policy.everyone")}, {Label: i18n.T(ctx, "policy.minutes")}}
	var rows [][]g.Node
	for i := range n {
		for j := range filled(f, strconv.Itoa(i)) + 1 {
			place := strconv.Itoa(i) + "." + strconv.Itoa(j)
			number, wait := g.Node(g.Text("")), g.Node(g.Text(""))
			if j == 0 {
				number = g.Text(strconv.Itoa(i + 1))
				field := page.Ask(f, "timeout."+strconv.Itoa(i), i18n.T(ctx, "policy.minutes"))
				field.Optional, field.Autocomplete, field.More = true, "off", []g.Node{g.Attr("inputmode", "decimal"), g.Attr("size", "5")}
				wait = page.Bare(field)
			}
			whom := page.Ask(f, "target."+place, i18n.T(ctx, "policy.whom"))
			whom.Optional = true
			rows = append(rows, []g.Node{number, page.BareSelect(whom, offered(targets, whom.Value)...), everyone(ctx, f, place), wait})
		}
	}
	return page.Card(i18n.T(ctx, "policy.steps"), i18n.T(ctx, "policy.steps_about"), wrong(f.Error("steps")), page.Hidden("steps", strconv.Itoa(n)),
		page.Table(i18n.T(ctx, "policy.steps"), columns, rows...), h.Div(do(page.Small, "add", i18n.T(ctx, "policy.add"))))
}

func everyone(ctx context.Context, f *web.Form, place string) g.Node {
	name := "everyone." + place
	return h.Input(h.Type("checkbox"), h.Name(name), g.If(f.Get(name) != "", h.Checked()), g.Attr("aria-label", i18n.T(ctx, "policy.everyone")))
}

// lastCard is who is asked when nobody answers.
func lastCard(ctx context.Context, f *web.Form, targets []page.Choice) g.Node {
	var rows [][]g.Node
	for j := range filled(f, "last") + 1 {
		place := "last." + strconv.Itoa(j)
		whom := page.Ask(f, "target."+place, i18n.T(ctx, "policy.whom"))
		whom.Optional = true
		rows = append(rows, []g.Node{page.BareSelect(whom, offered(targets, whom.Value)...), everyone(ctx, f, place)})
	}
	return page.Card(i18n.T(ctx, "policy.last"), i18n.T(ctx, "policy.last_about"), wrong(f.Error("last_resort")),
		page.Table(i18n.T(ctx, "policy.last"), []page.Column{{Label: i18n.T(ctx, "policy.whom")}, {Label: i18n.T(ctx, "policy.everyone")}}, rows...),
		h.Div(do(page.Small, "look", i18n.T(ctx, "policy.add_target"))), minutes(ctx, f, "every"))
}

func wrong(sentence string) g.Node {
	if sentence == "" {
		return nil
	}
	return h.Div(h.Class("form-error"), g.Attr("role", "alert"), page.Icon("circle-alert"), h.P(g.Text(sentence)))
}

// postPolicy stores what was typed, or draws it again as a button changed it.
func (u *UI) postPolicy(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	switch f.Get("do") {
	case "add":
		f.Values.Set("steps", strconv.Itoa(stepCount(f)+1))
		return u.showPolicy(w, r, f)
	case "look":
		return u.showPolicy(w, r, f)
	}
	p := typedPolicy(ctx, f)
	if id, err := web.PathID(r); err == nil {
		p.ID = id
	}
	if !f.OK() {
		return u.showPolicy(w, r, f)
	}
	saved, err := u.Paging.SavePolicy(ctx, p)
	if f.Absorb(err) {
		return u.refused(w, r, f, p.ID)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "policy.saved", "Title", saved.Title))
	web.Redirect(w, r, policiesPath)
	return nil
}

// refused shows the form again. Whoever reads that somebody changed it meanwhile, and saves again, means it.
func (u *UI) refused(w http.ResponseWriter, r *http.Request, f *web.Form, id int64) error {
	if now, err := u.Paging.Policy(r.Context(), id); err == nil {
		f.Values.Set("version", itoa(now.Version))
	}
	return u.showPolicy(w, r, f)
}

func (u *UI) postDeletePolicy(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.Paging.DeletePolicy(r.Context(), id); err != nil {
		if fault.Is(err, fault.Conflict) {
			said, _ := fault.Public(err)
			web.AddFlash(r.Context(), web.Flash{Kind: "error", Text: said})
			web.Redirect(w, r, policyPath(id))
			return nil
		}
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "policy.dropped"))
	web.Redirect(w, r, policiesPath)
	return nil
}
