package peopleui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// teamPage shows everybody with their local time, today's hours, whether they are here, and their load.
func (ui *Handlers) teamPage(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx, now := r.Context(), ui.deps.Now()
	team, err := ui.people.Team(ctx, now)
	if err != nil {
		return err
	}
	load, err := ui.load(ctx)
	if err != nil {
		return err
	}
	filter := teamFilter(f)
	found := team.Find(filter, now)
	return ui.show(w, r, http.StatusOK, i18n.T(ctx, "team.title"), ui.teamHead(ctx, "/team"),
		page.Content(ui.teamForm(ctx, f, team), ui.teamTable(ctx, team, found, filter, load)))
}

// teamHead is the head and the tabs of the pages about the team.
func (ui *Handlers) teamHead(ctx context.Context, at string) g.Node {
	tabs := []page.Tab{{Label: i18n.T(ctx, "team.now"), Href: "/team"}, {Label: i18n.T(ctx, "capacity.title"), Href: "/team/capacity"},
		{Label: i18n.T(ctx, "skills.title"), Href: "/team/skills"}}
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == at
	}
	title := i18n.T(ctx, "team.title")
	return g.Group{page.Head(title, i18n.T(ctx, "team.sub"),
		page.LinkButton(page.Secondary, "/profile/time-off", i18n.T(ctx, "timeoff.mine"))),
		page.Bar(page.Tabs(title, tabs...))}
}

func (ui *Handlers) load(ctx context.Context) (map[int64]int, error) {
	if ui.deps.Load == nil {
		return nil, nil
	}
	return ui.deps.Load(ctx)
}

func teamFilter(f *web.Form) people.TeamFilter {
	level, _ := strconv.Atoi(f.Get("level")) // what is no number asks for any
	return people.TeamFilter{Query: f.Get("q"), Region: f.Get("region"), Skill: f.Get("skill"), Level: level, Language: f.Get("language")}
}

// teamForm narrows the team down; it is a GET, so that what one looks at can be sent to a colleague.
func (ui *Handlers) teamForm(ctx context.Context, f *web.Form, team *people.Roster) g.Node {
	regions := []page.Choice{{Value: "", Label: i18n.T(ctx, "team.anyregion")}}
	for _, r := range ui.regions() {
		regions = append(regions, page.Choice{Value: r.Key, Label: r.Name})
	}
	levels := []page.Choice{{Value: "", Label: i18n.T(ctx, "team.anylevel")}}
	for l := people.Learning; l <= people.Helping; l++ {
		levels = append(levels, page.Choice{Value: strconv.Itoa(l), Label: skillLevel(ctx, l)})
	}
	languages := []page.Choice{{Value: "", Label: i18n.T(ctx, "team.anylanguage")}}
	for _, l := range spoken(team) {
		languages = append(languages, page.Choice{Value: l, Label: languageName(ctx, l)})
	}
	ask := func(name, label string) page.Field {
		field := page.Ask(f, name, label)
		field.Optional, field.Placeholder = true, label
		return field
	}
	query, skill := ask("q", i18n.T(ctx, "team.search")), ask("skill", i18n.T(ctx, "skills.skill"))
	skill.More = []g.Node{g.Attr("list", "skills")}
	return h.Form(h.Class("filters"), h.Method("get"), h.Action("/team"), g.Attr("role", "search"),
		page.Bare(query), page.BareSelect(ask("region", i18n.T(ctx, "person.region")), regions...),
		page.Bare(skill), page.BareSelect(ask("level", i18n.T(ctx, "skills.level")), levels...),
		g.If(len(languages) > 1, page.BareSelect(ask("language", i18n.T(ctx, "work.languages")), languages...)),
		skillList(team), page.Button(page.Secondary, i18n.T(ctx, "team.narrow")))
}

func (ui *Handlers) teamTable(ctx context.Context, team *people.Roster, found []people.User, f people.TeamFilter, load map[int64]int) g.Node {
	if len(found) == 0 {
		return page.EmptyState("search", i18n.T(ctx, "team.nothing"), i18n.T(ctx, "team.nothingabout"),
			page.LinkButton(page.Secondary, "/team", i18n.T(ctx, "people.all")))
	}
	columns := []page.Column{{Label: i18n.T(ctx, "person.name")}, {Label: i18n.T(ctx, "team.standing")},
		{Label: i18n.T(ctx, "team.today", "Zone", city(i18n.Zone(ctx)))}, {Label: i18n.T(ctx, "person.region")}}
	if load != nil {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "team.load"), Number: true})
	}
	if f.Skill != "" {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "team.knows", "Skill", f.Skill)})
	}
	now := ui.deps.Now()
	var rows [][]g.Node
	for _, u := range found {
		row := []g.Node{h.Div(personLink(u), g.If(u.Title != "", h.Div(h.Class("muted"), g.Text(u.Title)))),
			h.Div(presenceChip(ctx, team.Presence(u.ID, now)), h.Div(Hours(ctx, team, u.ID, now))),
			dayStrip(ctx, team, u.ID, now), ui.regionCell(u.Region)}
		if load != nil {
			row = append(row, loadCell(ctx, u, load[u.ID]))
		}
		if f.Skill != "" {
			row = append(row, g.Text(skillLevel(ctx, u.Skill(f.Skill))))
		}
		rows = append(rows, row)
	}
	return page.Table(i18n.T(ctx, "team.title"), columns, rows...)
}

// loadCell counts the tickets that wait at somebody, against the most they take.
func loadCell(ctx context.Context, u people.User, open int) g.Node {
	text := strconv.Itoa(open)
	if u.Accepts > 0 {
		text = i18n.T(ctx, "team.of", "N", open, "Most", u.Accepts)
	}
	return h.A(h.Class("link"), h.Href(address("/search", url.Values{"q": {"assignee:#" + strconv.FormatInt(u.ID, 10) + " status<solved"}})), g.Text(text))
}
