package portal

import (
	"context"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// which asks which installation a ticket is about, where there are several; without an answer it is the main one.
func (p *Portal) which(ctx context.Context, f *web.Form) (g.Node, error) {
	list, err := p.Environments.OwnList(ctx)
	running := slices.DeleteFunc(list.All, func(e environment.Environment) bool { return !e.Running() })
	if err != nil || len(running) < 2 {
		return nil, err
	}
	choices := []page.Choice{{Label: i18n.T(ctx, "portal.runs.notsaid")}}
	for _, e := range running {
		label := e.Name + " · " + inShort(ctx, e)
		if e.Primary {
			choices[0].Label = i18n.T(ctx, "portal.runs.themain", "Name", label)
			continue
		}
		choices = append(choices, page.Choice{Value: strconv.FormatInt(e.ID, 10), Label: label})
	}
	field := page.Ask(f, "environment", i18n.T(ctx, "portal.runs.which"))
	field.Optional = true
	return page.Select(ctx, field, choices...), nil
}

// chosen lets a ticket be about the installation that its form names, if it names one.
func (p *Portal) chosen(n ticket.OwnNew, f *web.Form) ticket.OwnNew {
	if f.Get("environment") == "" {
		return n
	}
	id, _ := strconv.ParseInt(f.Get("environment"), 10, 64) // what is no number is no installation, and refused as one
	n.Also = func(ctx context.Context, tx *db.Tx, ticketID int64) error {
		return p.Environments.OwnChooseIn(ctx, tx, ticketID, id)
	}
	return n
}
