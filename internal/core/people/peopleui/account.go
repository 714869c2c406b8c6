package peopleui

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// accountFacts are what a customer is worth, how they fare and by what they are known; nothing where nothing is.
func accountFacts(ctx context.Context, o people.Organization, lists people.OrganizationLists) g.Node {
	var facts []page.Fact
	if o.Health != "" {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "organization.health"), Value: healthChip(ctx, o.Health)})
	}
	say := func(label, value string) {
		if value != "" {
			facts = append(facts, page.Say(i18n.T(ctx, label), value))
		}
	}
	if o.ARR != 0 {
		facts = append(facts, page.Say(i18n.T(ctx, "organization.arr", "Currency", lists.Currency), grouped(figure(o.ARR))))
	}
	say("organization.seats", grouped(figure(int64(o.Seats))))
	say("organization.segment", o.Segment)
	say("organization.partner", o.Partner)
	say("organization.aliases", strings.Join(o.Aliases, ", "))
	if len(o.Domains) > 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "organization.domains"), Value: badges(o.Domains)})
	}
	if o.SharesTickets {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "organization.sharing"), Value: h.Span(g.Text(i18n.T(ctx, "organization.shares")))})
	}
	if len(facts) == 0 {
		return nil
	}
	return page.Facts(i18n.T(ctx, "organization.account"), facts...)
}

func healthChip(ctx context.Context, health string) g.Node {
	tone := map[string]page.Tone{"green": page.Green, "amber": page.Amber, "red": page.Red}[health]
	return page.Chip(tone, i18n.T(ctx, "organization.health_"+health))
}

// grouped parts thousands by thin spaces, which every reader takes for the same number.
func grouped(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "\u202f" + digits[i:]
	}
	return digits
}
