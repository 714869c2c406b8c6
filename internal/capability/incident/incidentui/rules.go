package incidentui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

var (
	cadenced   = []incident.Status{incident.Investigating, incident.Identified, incident.Monitoring}
	severities = []string{"s1", "s2", "s3", "s4"}
)

// getRules shows when words are due, who reads them first, and who is called.
func (u *UI) getRules(w http.ResponseWriter, r *http.Request) error {
	setup, err := u.Incidents.Setup(r.Context())
	if err != nil {
		return err
	}
	f := web.NewForm("body_limit", strconv.Itoa(setup.Limit), "warn_minutes", strconv.Itoa(setup.Warn), "schedule", setup.Duty.Schedule,
		"policy", setup.Duty.Policy,
		"hours", strings.Join(setup.Duty.Hours, ", "), "remind", strconv.Itoa(setup.Maintenance.Remind), "soon", setup.Maintenance.Soon,
		"begins", setup.Maintenance.Begins,
		"over", setup.Maintenance.Over)
	for _, st := range cadenced {
		for _, sev := range severities {
			f.Values.Set(string(st)+"-"+sev, strconv.Itoa(setup.Cadence[string(st)][sev]))
		}
	}
	for _, sev := range setup.Approvals {
		f.Values.Add("approvals", sev)
	}
	return u.rules(w, r, f)
}

func (u *UI) rules(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	number := func(name string) g.Node {
		f := page.Ask(form, name, i18n.T(ctx, "incidentrules."+name))
		f.Type = "number"
		return page.Input(ctx, f)
	}
	line := func(name string) g.Node {
		f := page.Ask(form, name, i18n.T(ctx, "incidentrules."+name))
		f.Hint = i18n.T(ctx, "incidentrules."+name+"_hint", "Begin", "{{begin}}", "End", "{{end}}")
		return page.Input(ctx, f)
	}
	var approvals []page.Option
	for _, sev := range severities {
		approvals = append(approvals, page.Option{Value: sev, Label: strings.ToUpper(sev)})
	}
	title := i18n.T(ctx, "settings.incidents.title")
	return u.show(w, r, form, title, page.Head(title, i18n.T(ctx, "settings.incidents.about")),
		page.Content(h.Form(h.Class("form"), h.Method("post"), h.Action(rulesPath), page.FormError(form),
			page.Columns(
				page.Card(i18n.T(ctx, "incidentrules.cadence"), i18n.T(ctx, "incidentrules.cadence_about"), cadenceTable(ctx, form),
					number("warn_minutes"), number("body_limit")),
				h.Div(h.Class("stack"), page.Card(i18n.T(ctx, "incidentrules.people"), "", line("schedule"), line("policy"), line("hours"),
					page.Ticks(page.Field{Name: "approvals", Label: i18n.T(ctx, "incidentrules.approvals"),
						Hint: i18n.T(ctx, "incidentrules.approvals_hint")}, form.All("approvals"), approvals...)),
					page.Card(i18n.T(ctx, "incidentrules.maintenance"), i18n.T(ctx, "incidentrules.maintenance_about"), number("remind"),
						line("soon"), line("begins"), line("over")))),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "incidents.save"))))))
}

func cadenceTable(ctx context.Context, form *web.Form) g.Node {
	label := i18n.T(ctx, "incidentrules.cadence")
	columns := []page.Column{{Label: i18n.T(ctx, "room.status")}}
	for _, sev := range severities {
		columns = append(columns, page.Column{Label: strings.ToUpper(sev)})
	}
	var rows [][]g.Node
	for _, st := range cadenced {
		row := []g.Node{g.Text(statusWord(ctx, st))}
		for _, sev := range severities {
			f := page.Ask(form, string(st)+"-"+sev, statusWord(ctx, st)+", "+strings.ToUpper(sev))
			f.More = []g.Node{g.Attr("inputmode", "numeric"), g.Attr("size", "3")}
			row = append(row, page.Bare(f))
		}
		rows = append(rows, row)
	}
	return page.Table(label, columns, rows...)
}

func (u *UI) postRules(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	setup := incident.Setup{Limit: int(form.Int64("body_limit")), Warn: int(form.Int64("warn_minutes")), Cadence: incident.Cadence{},
		Approvals: form.All("approvals"),
		Duty: incident.Duty{Schedule: form.Get("schedule"), Policy: form.Get("policy"),
			Hours: strings.FieldsFunc(form.Get("hours"), func(r rune) bool { return r == ',' || r == ' ' })},
		Maintenance: incident.MaintenanceWords{Remind: int(form.Int64("remind")), Soon: form.Get("soon"), Begins: form.Get("begins"), Over: form.Get("over")}}
	for _, st := range cadenced {
		setup.Cadence[string(st)] = map[string]int{}
		for _, sev := range severities {
			setup.Cadence[string(st)][sev] = int(form.Int64(string(st) + "-" + sev))
		}
	}
	if form.OK() {
		err = u.Incidents.SaveRules(r.Context(), setup)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.rules(w, r, form)
	case err != nil:
		return err
	}
	return done(w, r, "incidents.saved", rulesPath)
}
