package ticketui

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// bulkForm asks what is to be changed; every field begins as "leave it".
func (s *sight) bulkForm(ctx context.Context, form *web.Form, ids []int64) g.Node {
	keep := page.Choice{Label: i18n.T(ctx, "bulk.keep")}
	pick := func(name string, choices []page.Choice) g.Node {
		field := page.Ask(form, name, i18n.T(ctx, "field."+name))
		field.Optional = true
		return page.Select(ctx, field, append([]page.Choice{keep}, choices...)...)
	}
	line := func(name string) g.Node {
		field := page.Ask(form, name, i18n.T(ctx, "bulk."+name))
		field.Optional, field.Autocomplete = true, "off"
		return page.Input(ctx, field)
	}
	body, insist := page.Ask(form, "body", i18n.T(ctx, "bulk.body")), page.Ask(form, "insist", i18n.T(ctx, "bulk.insist"))
	body.Optional, body.Value, insist.Hint = true, form.Text("body"), i18n.T(ctx, "bulk.insist_hint")
	mode := page.Ask(form, "mode", i18n.T(ctx, "bulk.mode"))
	return page.Form(bulkPath, page.FormError(form), g.Map(ids, func(id int64) g.Node { return page.Hidden("ids", fmt.Sprint(id)) }),
		pick("status", bulkStatuses(ctx)), pick("assignee", emptied(s.assignees(ctx))), pick("group", emptied(s.groupChoices(ctx))),
		pick("priority", priorityChoices(ctx)), pick("stage", stageChoices(ctx)), pick("region", emptied(s.regionChoices(ctx))),
		line("add_tags"), line("remove_tags"), s.bulkFields(ctx, form), page.Textarea(ctx, body),
		page.Select(ctx, mode, page.Choice{Value: "internal", Label: i18n.T(ctx, "bulk.internal")},
			page.Choice{Value: "public", Label: i18n.T(ctx, "bulk.public")}),
		page.Checkbox(ctx, insist),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "bulk.do", "Count", len(ids))), page.LinkButton(page.Quiet, "/tickets", i18n.T(ctx, "bulk.leave"))))
}

// emptied makes the choice of nothing one that differs from leaving a field as it is.
func emptied(choices []page.Choice) []page.Choice {
	for i := range choices {
		if choices[i].Value == "" {
			choices[i].Value = "0"
		}
	}
	return choices
}

func bulkStatuses(ctx context.Context) []page.Choice {
	var out []page.Choice
	for _, s := range ticket.Statuses() {
		if s != ticket.New {
			out = append(out, page.Choice{Value: s.String(), Label: i18n.T(ctx, "status."+statusWord(s))})
		}
	}
	return out
}
