package calendarui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/holidays"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// importRow asks for a country and a year whose holidays become rows.
func importRow(ctx context.Context, f *web.Form, thisYear int) g.Node {
	country, year := page.Ask(f, "country", i18n.T(ctx, "calendar.country")), page.Ask(f, "year", i18n.T(ctx, "calendar.year"))
	country.Optional, year.Optional, year.Type = true, true, "number"
	if year.Value == "" {
		year.Value = strconv.Itoa(thisYear)
	}
	said := g.Node(nil)
	if n, err := strconv.Atoi(f.Get("imported")); err == nil {
		said = h.P(g.Attr("role", "status"), g.Text(i18n.T(ctx, "calendar.imported", "Count", n)))
	}
	return g.Group{h.Div(h.Class("columns"), page.Select(ctx, country, countries(ctx)...), page.Input(ctx, year)),
		h.Div(act(page.Small, "import", i18n.T(ctx, "calendar.import"))), said}
}

// countries are the choices: a country as DE, one of its regions as DE-BY.
func countries(ctx context.Context) []page.Choice {
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "calendar.choosecountry")}}
	for _, c := range holidays.Countries() {
		choices = append(choices, page.Choice{Value: c.Code, Label: c.Name})
		for _, r := range c.Regions {
			choices = append(choices, page.Choice{Value: c.Code + "-" + r.Code, Label: c.Name + ": " + r.Name})
		}
	}
	return choices
}

// importHolidays adds the holidays of a country and year as rows, which can be changed before they are saved.
func importHolidays(ctx context.Context, f *web.Form) {
	code, region, _ := strings.Cut(f.Get("country"), "-")
	year := f.Int64("year")
	if year < bizcal.FirstYear || year > bizcal.LastYear {
		f.Reject("year", i18n.T(ctx, "calendar.noyear", "First", bizcal.FirstYear, "Last", bizcal.LastYear))
	}
	if code == "" {
		f.Reject("country", i18n.T(ctx, "calendar.nocountry"))
	}
	if !f.OK() {
		return
	}
	found := holidays.Of(code, region, int(year))
	if len(found) == 0 {
		f.Reject("country", i18n.T(ctx, "calendar.noimport"))
		return
	}
	added := 0
	for _, x := range found {
		if !known(f, x.Date) {
			addRow(f, holidayRows, x.Date.String(), "", x.Name)
			added++
		}
	}
	f.Values.Set("imported", strconv.Itoa(added))
}

// known reports whether a date stands among the rows already.
func known(f *web.Form, date bizcal.Date) bool {
	rows := make([]string, count(f, holidayRows))
	for i := range rows {
		rows[i] = f.Get(cell("date", holidayRows, i))
	}
	return slices.Contains(rows, date.String())
}
