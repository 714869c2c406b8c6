package calendarui

import (
	"context"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// holidaysCard has the rows of holidays and the import of a country's.
func (ui *Handlers) holidaysCard(ctx context.Context, f *web.Form) g.Node {
	columns := []page.Column{{Label: i18n.T(ctx, "calendar.date")}, {Label: i18n.T(ctx, "calendar.occasion")}, {Label: i18n.T(ctx, "calendar.row")}}
	var rows [][]g.Node
	for i := range count(f, holidayRows) {
		rows = append(rows, []g.Node{rowField(ctx, f, "date", holidayRows, i, "11"), rowField(ctx, f, "name", holidayRows, i, "18"),
			dropButton(ctx, holidayRows, i)})
	}
	title := i18n.T(ctx, "calendar.holidaystitle")
	return page.Card(title, i18n.T(ctx, "calendar.holidaysabout"), page.Hidden(holidayRows, strconv.Itoa(count(f, holidayRows))), sectionError(f, "holidays"),
		table(title, columns, rows), h.Div(act(page.Small, "add-"+holidayRows, i18n.T(ctx, "calendar.addholiday"))), importRow(ctx, f, ui.deps.Now(ctx).Year()))
}

// specialCard has the rows of days with other hours.
func specialCard(ctx context.Context, f *web.Form) g.Node {
	columns := []page.Column{{Label: i18n.T(ctx, "calendar.date")}, {Label: i18n.T(ctx, "calendar.hours")},
		{Label: i18n.T(ctx, "calendar.occasion")}, {Label: i18n.T(ctx, "calendar.row")}}
	var rows [][]g.Node
	for i := range count(f, specialRows) {
		rows = append(rows, []g.Node{rowField(ctx, f, "date", specialRows, i, "11"), rowField(ctx, f, "hours", specialRows, i, "13"),
			rowField(ctx, f, "name", specialRows, i, "14"), dropButton(ctx, specialRows, i)})
	}
	title := i18n.T(ctx, "calendar.specialstitle")
	return page.Card(title, i18n.T(ctx, "calendar.specialsabout"), page.Hidden(specialRows, strconv.Itoa(count(f, specialRows))), sectionError(f, "special"),
		table(title, columns, rows), h.Div(act(page.Small, "add-"+specialRows, i18n.T(ctx, "calendar.addspecial"))))
}

func table(title string, columns []page.Column, rows [][]g.Node) g.Node {
	if len(rows) == 0 {
		return nil
	}
	return page.Table(title, columns, rows...)
}

// rowLabels say in words what a cell holds.
var rowLabels = map[string]string{"date": "calendar.date", "hours": "calendar.hours", "name": "calendar.occasion"}

func rowField(ctx context.Context, f *web.Form, name, rows string, i int, size string) g.Node {
	field := cell(name, rows, i)
	placeholder := ""
	switch name {
	case "date":
		placeholder = "2026-12-24"
	case "hours":
		placeholder = i18n.T(ctx, "calendar.closed")
	}
	return page.Bare(page.Field{Name: field, Label: i18n.T(ctx, rowLabels[name]), Value: f.Values.Get(field), Error: f.Error(field), Placeholder: placeholder,
		Optional: true, Autocomplete: "off", More: []g.Node{g.Attr("size", size)}})
}

func dropButton(ctx context.Context, rows string, i int) g.Node {
	return act(page.Small, "drop-"+rows+"-"+strconv.Itoa(i), i18n.T(ctx, "calendar.drop"))
}
