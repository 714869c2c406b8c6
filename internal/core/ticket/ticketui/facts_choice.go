package ticketui

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

func stageChoices(ctx context.Context) []page.Choice {
	var out []page.Choice
	for _, s := range ticket.Stages() {
		out = append(out, page.Choice{Value: string(s), Label: i18n.T(ctx, "stage.is_"+string(s))})
	}
	return out
}

// regionChoices keeps a region that the desk has no longer.
func (s *sight) regionChoices(ctx context.Context) []page.Choice {
	out := []page.Choice{{Label: i18n.T(ctx, "ticket.all_regions")}}
	known := s.Ticket.Region == ""
	for _, r := range s.regions {
		out = append(out, page.Choice{Value: r.Key, Label: r.Name})
		known = known || r.Key == s.Ticket.Region
	}
	if !known {
		out = append(out, page.Choice{Value: s.Ticket.Region, Label: s.Ticket.Region})
	}
	return out
}

func (s *sight) formChoices(ctx context.Context) []page.Choice {
	out := []page.Choice{{Label: i18n.T(ctx, "ticket.no_form")}}
	for _, f := range s.forms {
		if !f.Retired || f.ID == s.Ticket.FormID {
			out = append(out, page.Choice{Value: idValue(f.ID), Label: f.Title})
		}
	}
	return out
}
