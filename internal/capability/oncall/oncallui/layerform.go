package oncallui

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func allDays() []time.Weekday { return []time.Weekday{0, 1, 2, 3, 4, 5, 6} }

// spare is how many empty places a layer's list of people ends with.
const spare = 2

// layerCard has the fields of one layer.
func layerCard(ctx context.Context, f *web.Form, i int, crew crowd) g.Node {
	ask := func(name, kind string, optional bool) page.Field {
		x := page.Ask(f, field(i, name), i18n.T(ctx, "oncall.layer_"+name))
		x.Type, x.Optional, x.Autocomplete = kind, optional, "off"
		return x
	}
	region := ask("region", "", true)
	regions := []page.Choice{{Value: "", Label: i18n.T(ctx, "oncall.no_region")}}
	for _, r := range crew.regions {
		regions = append(regions, page.Choice{Value: r.Key, Label: r.Name})
	}
	zone := ask("zone", "", false)
	zone.More = []g.Node{g.Attr("list", "zones")}
	anchor := ask("anchor", "datetime-local", true)
	anchor.Hint = i18n.T(ctx, "oncall.anchor_hint")
	length := ask("length", "number", false)
	length.More = []g.Node{h.Min("1"), h.Max("1000")}
	windows := ask("windows", "", true)
	windows.Value, windows.Hint, windows.Placeholder = f.Text(field(i, "windows")), i18n.T(ctx, "oncall.windows_hint"), "Mon-Fri 09:00-17:00"
	var units []page.Choice
	for _, unit := range []rotation.Unit{rotation.Hours, rotation.Days, rotation.Weeks, rotation.Months} {
		units = append(units, page.Choice{Value: string(unit), Label: i18n.T(ctx, "oncall.unit_"+string(unit))})
	}
	title := f.Get(field(i, "name"))
	if title == "" {
		title = i18n.T(ctx, "oncall.layer_new")
	}
	shadow := ask("shadow", "", true)
	shadow.Hint = i18n.T(ctx, "oncall.shadow_hint")
	return page.Card(title, "", page.Columns(
		h.Div(h.Class("form"), page.Input(ctx, ask("name", "", false)), page.Select(ctx, region, regions...), page.Input(ctx, zone),
			page.Textarea(ctx, windows), page.Checkbox(ctx, shadow)),
		h.Div(h.Class("form"), peopleFields(ctx, f, i, crew), page.Input(ctx, anchor),
			page.Columns(page.Input(ctx, length), page.Select(ctx, ask("unit", "", false), units...)),
			page.Columns(page.Input(ctx, ask("from", "date", true)), page.Input(ctx, ask("until", "date", true))))),
		page.FormEnd(g.If(i > 0, act(page.Small, "up-"+number(int64(i)), i18n.T(ctx, "oncall.layer_up"))),
			act(page.Small, "drop-"+number(int64(i)), i18n.T(ctx, "oncall.layer_drop"))))
}

// peopleFields are the places of a layer, in the order of their turns; those left empty count for nothing.
func peopleFields(ctx context.Context, f *web.Form, i int, crew crowd) g.Node {
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "oncall.nobody_here")}}
	for _, u := range crew.team {
		choices = append(choices, page.Choice{Value: number(u.ID), Label: u.Name + ", " + u.Zone})
	}
	chosen := f.All(field(i, "user"))
	var filled []string
	for _, id := range chosen {
		if id != "" {
			filled = append(filled, id)
		}
	}
	var fields g.Group
	for n := range len(filled) + spare {
		value, more := "", choices
		if n < len(filled) {
			value = filled[n]
		}
		if _, known := crew.users[idOf(value)]; value != "" && !known { // switched off: it stays in sight until somebody takes it out
			more = append([]page.Choice{{Value: value, Label: crew.name(ctx, idOf(value))}}, choices...)
		}
		fields = append(fields, page.BareSelect(page.Field{Name: field(i, "user"), Label: i18n.T(ctx, "oncall.place", "Number", n+1),
			Value: value, Optional: true}, more...))
	}
	return h.FieldSet(h.Class("field"), h.Legend(h.Class("label"), g.Text(i18n.T(ctx, "oncall.layer_users"))),
		h.P(h.Class("hint"), g.Text(i18n.T(ctx, "oncall.users_hint"))), fields, sectionError(f, field(i, "users")))
}
