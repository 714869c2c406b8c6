package peopleui

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// skillsPage is the catalogue of who knows what: whom to ask, whom to pair with, what only one person knows.
func (ui *Handlers) skillsPage(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	team, err := ui.people.Team(ctx, ui.deps.Now())
	if err != nil {
		return err
	}
	query := f.Get("q")
	skills := slices.DeleteFunc(team.Skills(), func(s people.SkillHolders) bool {
		return !strings.Contains(people.FoldName(s.Name), people.FoldName(query))
	})
	return ui.show(w, r, http.StatusOK, i18n.T(ctx, "skills.title"), ui.teamHead(ctx, "/team/skills"),
		page.Content(h.Div(h.Class("filters"), searchBox("/team/skills", i18n.T(ctx, "skills.search"), query)), skillTable(ctx, skills, query)))
}

func skillTable(ctx context.Context, skills []people.SkillHolders, query string) g.Node {
	if len(skills) == 0 && query != "" {
		return page.EmptyState("search", i18n.T(ctx, "skills.nothing", "Query", query), i18n.T(ctx, "skills.nothingabout"),
			page.LinkButton(page.Secondary, "/team/skills", i18n.T(ctx, "people.all")))
	}
	if len(skills) == 0 {
		return page.EmptyState("star", i18n.T(ctx, "skills.none"), i18n.T(ctx, "skills.noneabout"),
			page.LinkButton(page.Primary, "/profile/hours", i18n.T(ctx, "skills.mine")))
	}
	columns := []page.Column{{Label: i18n.T(ctx, "skills.skill")}, {Label: i18n.T(ctx, "skills.ready"), Number: true}}
	for l := people.Helping; l >= people.Learning; l-- {
		columns = append(columns, page.Column{Label: skillLevel(ctx, l)})
	}
	var rows [][]g.Node
	for _, s := range skills {
		row := []g.Node{h.A(h.Class("link nowrap"), h.Href(skillHref(s.Name)), g.Text(s.Name)), readyCell(ctx, s)}
		for l := people.Helping; l >= people.Learning; l-- {
			row = append(row, h.Span(h.Class("cluster"), g.Map(s.ByLevel[l], personLink)))
		}
		rows = append(rows, row)
	}
	return page.Table(i18n.T(ctx, "skills.title"), columns, rows...)
}

// readyCell says how many can work tickets, and that one alone is a risk.
func readyCell(ctx context.Context, s people.SkillHolders) g.Node {
	n := s.Ready()
	if n > 1 {
		return g.Text(strconv.Itoa(n))
	}
	return h.Span(h.Class("cluster nowrap"), g.Text(strconv.Itoa(n)), page.Chip(page.Amber, i18n.T(ctx, "skills.thin")))
}

func skillHref(name string) string { return address("/team", url.Values{"skill": {name}}) }

func skillLevel(ctx context.Context, level int) string {
	return i18n.T(ctx, "skills.levels.l"+strconv.Itoa(level))
}

// skillList holds the skills of the team as suggestions for inputs with list="skills"; a page has it once.
func skillList(team *people.Roster) g.Node {
	return h.DataList(h.ID("skills"), g.Map(team.Skills(), func(s people.SkillHolders) g.Node { return h.Option(h.Value(s.Name)) }))
}

// spoken lists the languages that somebody of the team writes.
func spoken(team *people.Roster) []string {
	var all []string
	for _, u := range team.People {
		all = append(all, u.Languages...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// languageName is the name of a language in the reader's, or its code where there is no word for it.
func languageName(ctx context.Context, tag string) string {
	key := "work.tongues." + strings.ToLower(tag)
	if name := i18n.T(ctx, key); name != key {
		return name
	}
	return tag
}
