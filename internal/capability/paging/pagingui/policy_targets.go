package pagingui

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// targetChoices lists whom a step can name: schedules, groups, people.
func (u *UI) targetChoices(ctx context.Context) ([]page.Choice, error) {
	all := []page.Choice{{Value: "", Label: "–"}}
	if u.Schedules != nil {
		titles, err := u.Schedules(ctx)
		if err != nil {
			return nil, err
		}
		for _, t := range titles {
			all = append(all, page.Choice{Value: targetValue(escalation.Target{Schedule: t}), Label: i18n.T(ctx, "policy.schedule", "Title", t)})
		}
	}
	groups, err := u.People.ListGroups(ctx)
	if err != nil {
		return nil, err
	}
	for _, gr := range groups {
		all = append(all, page.Choice{Value: targetValue(escalation.Target{Group: gr.ID}), Label: i18n.T(ctx, "policy.group", "Name", gr.Name)})
	}
	people, err := u.choices(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range people[1:] {
		all = append(all, page.Choice{Value: "user:" + c.Value, Label: c.Label})
	}
	return all, nil
}

// offered adds what a row names to its choices, where that is gone: a form must not change what it cannot show.
func offered(all []page.Choice, value string) []page.Choice {
	for _, c := range all {
		if c.Value == value {
			return all
		}
	}
	_, title, _ := strings.Cut(value, ":")
	return append([]page.Choice{{Value: value, Label: title}}, all...)
}

// targetName gives a target its name.
type targetName func(t escalation.Target) string

func (u *UI) targetNamer(ctx context.Context) (targetName, error) {
	choices, err := u.targetChoices(ctx)
	if err != nil {
		return nil, err
	}
	labels := map[string]string{}
	for _, c := range choices {
		labels[c.Value] = c.Label
	}
	return func(t escalation.Target) string {
		label := labels[targetValue(t)]
		if label == "" {
			label = i18n.T(ctx, "policy.gone", "Name", strings.SplitN(targetValue(t), ":", 2)[1])
		}
		if t.Everyone {
			label += " " + i18n.T(ctx, "policy.all_of_them")
		}
		return label
	}, nil
}

// preview shows who would be paged now, step after step.
func (u *UI) preview(ctx context.Context, f *web.Form) (g.Node, error) {
	title := i18n.T(ctx, "policy.preview")
	aside := web.NewForm() // what cannot be read is told beside its field, when it is saved
	aside.Values = f.Values
	p := typedPolicy(ctx, aside)
	all, err := u.Paging.Preview(ctx, p)
	if fault.Is(err, fault.Invalid) {
		return page.Card(title, i18n.T(ctx, "policy.preview_none")), nil
	}
	if err != nil {
		return nil, err
	}
	name, err := u.namer(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([][]g.Node, len(all))
	now := u.Now(ctx)
	for i, s := range all {
		rows[i] = []g.Node{g.Text(i18n.T(ctx, "policy.after", "Duration", i18n.FormatDuration(ctx, s.At.Sub(now)))), whom(ctx, s, name)}
	}
	return h.Div(h.ID("preview"), page.Card(title, i18n.T(ctx, "policy.preview_about"), page.Table(title,
		[]page.Column{{Label: i18n.T(ctx, "policy.when")}, {Label: i18n.T(ctx, "policy.whom")}}, rows...))), nil
}

func whom(ctx context.Context, s paging.Foreseen, name func(int64) string) g.Node {
	said := names(name, s.Users)
	switch {
	case s.LastResort:
		said = i18n.T(ctx, "policy.then_last", "Names", said)
	case len(s.Missing) > 0:
		return g.Group{page.Chip(page.Red, i18n.T(ctx, "policy.nobody")), g.Text(" " + i18n.T(ctx, "policy.no_schedule", "Title", s.Missing[0]))}
	case len(s.Users) == 0 && len(s.Busy) > 0:
		return g.Group{page.Chip(page.Amber, i18n.T(ctx, "policy.nobody")), g.Text(" " + i18n.T(ctx, "policy.busy", "Names", names(name, s.Busy)))}
	case len(s.Users) == 0:
		return page.Chip(page.Amber, i18n.T(ctx, "policy.nobody"))
	}
	return g.Text(said)
}
