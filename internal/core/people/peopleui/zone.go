package peopleui

import (
	"context"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// zoneField asks for a time zone with suggestions.
func zoneField(ctx context.Context, f *web.Form) g.Node {
	field := page.Ask(f, "zone", i18n.T(ctx, "person.zone"))
	field.Hint, field.Optional, field.Autocomplete = i18n.T(ctx, "person.zonehint"), true, "off"
	field.Placeholder, field.More = "Europe/Amsterdam", []g.Node{g.Attr("list", "zones")}
	return g.Group{page.Input(ctx, field), page.ZoneList()}
}
