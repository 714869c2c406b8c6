package rulesui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// lately is how far back a list tells how often its rules fired.
const lately = 7 * 24 * time.Hour

// getRules lists the rules of a kind in the order in which they look, with what they did lately.
func (u *UI) getRules(k rules.Kind) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		list, err := u.Rules.List(ctx, k)
		if err != nil {
			return err
		}
		title := i18n.T(ctx, "settings."+string(k)+"s.title")
		var add g.Node
		if access.Check(ctx, access.ManageSettings) == nil {
			add = page.LinkButton(page.Primary, listPath(k)+"/new", i18n.T(ctx, "rule.new."+string(k)))
		}
		if len(list) == 0 {
			return u.show(w, r, http.StatusOK, title, page.Head(title, ""),
				page.Content(page.EmptyState("activity", i18n.T(ctx, "rule.none."+string(k)), i18n.T(ctx, "rule.noneabout."+string(k)), add)))
		}
		fights, err := u.fights(ctx)
		if err != nil {
			return err
		}
		table, err := u.table(ctx, title, list)
		if err != nil {
			return err
		}
		return u.show(w, r, http.StatusOK, title, page.Head(title, i18n.T(ctx, "settings."+string(k)+"s.about"), add), fights,
			page.Content(table, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "rule.order."+string(k))))))
	}
}

// fights names the rules that undo one another.
func (u *UI) fights(ctx context.Context) (g.Node, error) {
	list, err := u.Rules.Fights(ctx)
	return g.Map(list, func(f rules.Fight) g.Node {
		return page.Banner(page.Amber, i18n.T(ctx, "rule.fight", "Rules", f.String()))
	}), err
}

func (u *UI) table(ctx context.Context, title string, list []rules.Rule) (g.Node, error) {
	now := u.Now(ctx)
	used, err := u.Rules.Used(ctx, now.Add(-lately))
	if err != nil {
		return nil, err
	}
	known, err := u.Rules.Vocabulary(ctx, list...)
	if err != nil {
		return nil, err
	}
	v, manage := words{conditionui.Words{Vocabulary: known}}, access.Check(ctx, access.ManageSettings) == nil
	columns := []page.Column{{Label: i18n.T(ctx, "rule.title")}, {Label: i18n.T(ctx, "rule.does")}, {Label: i18n.T(ctx, "rule.lately")}}
	if manage {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "rule.change")})
	}
	rows := make([][]g.Node, len(list))
	for i, r := range list {
		rows[i] = []g.Node{named(ctx, r), sentences(ctx, v, r), use(ctx, used[r.ID], now)}
		if manage {
			rows[i] = append(rows[i], buttons(ctx, r, i > 0, i+1 < len(list)))
		}
	}
	return page.Table(title, columns, rows...), nil
}

func named(ctx context.Context, r rules.Rule) g.Node {
	state := page.Chip(page.Green, i18n.T(ctx, "rule.on"))
	if !r.Active {
		state = page.Badge(i18n.T(ctx, "rule.off"))
	}
	return g.Group{h.A(h.Class("link"), h.Href(rulePath(r)), h.B(g.Text(r.Title))), g.Text(" "), state,
		g.If(r.About != "", g.Group{h.Br(), h.Small(h.Class("muted"), g.Text(beginning(r.About)))})}
}

func sentences(ctx context.Context, v words, r rules.Rule) g.Node {
	return g.Group{h.Small(g.Text(i18n.T(ctx, "rule.when", "Conditions", v.Conditions(ctx, r.Conditions)))), h.Br(),
		h.Small(h.Class("muted"), g.Text(v.actions(ctx, r.Actions)))}
}

func use(ctx context.Context, used rules.Deeds, now time.Time) g.Node {
	if used.Fired == 0 {
		return h.Small(h.Class("muted"), g.Text(i18n.T(ctx, "rule.unused")))
	}
	return g.Group{g.Text(i18n.T(ctx, "rule.fired", "Count", used.Fired)), h.Br(), h.Small(h.Class("muted"), page.Ago(ctx, used.Last, now)),
		g.If(used.Problem != "", g.Group{h.Br(), page.Chip(page.Amber, i18n.T(ctx, "rule.problems", "Count", used.Problems)), h.Br(),
			h.Small(g.Text(used.Problem))})}
}

// buttons move a rule and switch it.
func buttons(ctx context.Context, r rules.Rule, up, down bool) g.Node {
	turn := "rule.switchon"
	if r.Active {
		turn = "rule.switchoff"
	}
	return h.Div(h.Class("cluster"),
		g.If(up, page.PostButton(page.Small, rulePath(r)+"/move", "↑", []string{"to", "up"}, g.Attr("aria-label", i18n.T(ctx, "rule.up", "Title", r.Title)))),
		g.If(down, page.PostButton(page.Small, rulePath(r)+"/move", "↓", []string{"to", "down"},
			g.Attr("aria-label", i18n.T(ctx, "rule.down", "Title", r.Title)))),
		page.PostButton(page.Small, rulePath(r)+"/switch", i18n.T(ctx, turn), []string{"on", strconv.FormatBool(!r.Active)}))
}

func (u *UI) postMove(k rules.Kind) func(http.ResponseWriter, *http.Request) error {
	return u.act(k, func(ctx context.Context, f *web.Form, r rules.Rule) (string, error) {
		return "rule.moved", u.Rules.Move(ctx, r.ID, f.Get("to") == "up")
	})
}

func (u *UI) postSwitch(k rules.Kind) func(http.ResponseWriter, *http.Request) error {
	return u.act(k, func(ctx context.Context, f *web.Form, r rules.Rule) (string, error) {
		r.Active = f.Bool("on")
		_, err := u.Rules.Save(ctx, r, false)
		if r.Active {
			return "rule.switchedon", err
		}
		return "rule.switchedoff", err
	})
}

func (u *UI) postDelete(k rules.Kind) func(http.ResponseWriter, *http.Request) error {
	return u.act(k, func(ctx context.Context, _ *web.Form, r rules.Rule) (string, error) {
		return "rule.deleted", u.Rules.Delete(ctx, r.ID)
	})
}

// act does something to the rule in the path and goes back to the list.
func (u *UI) act(k rules.Kind, do func(context.Context, *web.Form, rules.Rule) (string, error)) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		rule, err := u.inPath(r, k)
		if err != nil {
			return err
		}
		done, err := do(ctx, f, rule)
		if err != nil {
			return err
		}
		web.Done(ctx, i18n.T(ctx, done, "Title", rule.Title))
		web.Redirect(w, r, listPath(k))
		return nil
	}
}
