package oncallui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/on-call"

// getSettings shows what being on call is held against.
func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	s, err := u.OnCall.Setup(r.Context())
	if err != nil {
		return err
	}
	f := web.NewForm("day_from", s.Rules.DayFrom, "day_until", s.Rules.DayUntil, "rest_hours", strconv.Itoa(s.Rules.Rest), "horizon_weeks",
		strconv.Itoa(s.Rules.Horizon),
		"ahead_days", strconv.Itoa(s.Rules.Ahead), "countries", countryText(s.Countries), "lieu", lieuText(s.Lieu))
	if s.Rules.Double {
		f.Values.Set("double_duty", "on")
	}
	return u.settingsPage(w, r, f)
}

func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.oncall.title")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.oncall.about")), page.Content(page.Narrow(
		page.Form(settingsPath, page.FormError(f), page.Columns(ask(ctx, f, "day_from", "time"), ask(ctx, f, "day_until", "time")),
			ask(ctx, f, "rest_hours", "number"),
			page.Checkbox(ctx, page.Ask(f, "double_duty", i18n.T(ctx, "oncallsettings.double_duty"))),
			ask(ctx, f, "horizon_weeks", "number"), ask(ctx, f, "ahead_days", "number"),
			ask(ctx, f, "countries", ""), ask(ctx, f, "lieu", ""), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "oncall.save"))))))))
}

// ask is a field with its hint; those of no type have several lines.
func ask(ctx context.Context, f *web.Form, name, kind string) g.Node {
	x := page.Ask(f, name, i18n.T(ctx, "oncallsettings."+name))
	x.Type, x.Hint, x.Autocomplete = kind, i18n.T(ctx, "oncallsettings."+name+"_hint"), "off"
	switch kind {
	case "":
		x.Type, x.Value, x.Optional = "", f.Text(name), true
		return page.Textarea(ctx, x)
	case "number":
		x.More = []g.Node{h.Min("0")}
	}
	return page.Input(ctx, x)
}

// Countries are typed a line each: "apac AU QLD". Rules of lieu, too: "Australia/ within 14 days", "Pacific/Auckland avoid NZ".

func countryText(list []oncall.Country) string {
	lines := make([]string, len(list))
	for i, c := range list {
		lines[i] = strings.TrimSpace(c.Region + " " + c.Country + " " + c.Part)
	}
	return strings.Join(lines, "\n")
}

func lieuText(list []oncall.Lieu) string {
	lines := make([]string, len(list))
	for i, l := range list {
		lines[i] = l.Zones
		if l.Days > 0 {
			lines[i] += " within " + strconv.Itoa(l.Days) + " days"
		}
		if l.Avoid != "" {
			lines[i] += " avoid " + l.Avoid
		}
	}
	return strings.Join(lines, "\n")
}

func typedCountries(ctx context.Context, f *web.Form) (list []oncall.Country) {
	for line := range strings.Lines(f.Text("countries")) {
		words := strings.Fields(line)
		switch len(words) {
		case 0:
			continue
		case 2:
			words = append(words, "")
		case 3:
		default:
			f.Reject("countries", i18n.T(ctx, "oncallsettings.country_wrong", "Line", strings.TrimSpace(line)))
			continue
		}
		list = append(list, oncall.Country{Region: words[0], Country: strings.ToUpper(words[1]), Part: strings.ToUpper(words[2])})
	}
	return list
}

func typedLieu(ctx context.Context, f *web.Form) (list []oncall.Lieu) {
	for line := range strings.Lines(f.Text("lieu")) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		l, ok := lieuOf(words)
		if !ok {
			f.Reject("lieu", i18n.T(ctx, "oncallsettings.lieu_wrong", "Line", strings.TrimSpace(line)))
		}
		list = append(list, l)
	}
	return list
}

func lieuOf(words []string) (l oncall.Lieu, ok bool) {
	l.Zones = words[0]
	for rest := words[1:]; len(rest) > 0; {
		switch {
		case rest[0] == "within" && len(rest) >= 2:
			days, err := strconv.Atoi(rest[1])
			if err != nil {
				return l, false
			}
			l.Days, rest = days, rest[2:]
			if len(rest) > 0 && rest[0] == "days" {
				rest = rest[1:]
			}
		case rest[0] == "avoid" && len(rest) >= 2:
			l.Avoid, rest = strings.ToUpper(rest[1]), rest[2:]
		default:
			return l, false
		}
	}
	return l, l.Days > 0 || l.Avoid != ""
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	s := oncall.Setup{Rules: oncall.Rules{DayFrom: f.Get("day_from"), DayUntil: f.Get("day_until"), Rest: int(f.Int64("rest_hours")),
		Double:  f.Bool("double_duty"),
		Horizon: int(f.Int64("horizon_weeks")), Ahead: int(f.Int64("ahead_days"))}, Countries: typedCountries(ctx, f), Lieu: typedLieu(ctx, f)}
	if f.OK() {
		err = u.OnCall.SaveSetup(ctx, s)
	}
	if f.Absorb(err) || !f.OK() {
		return u.settingsPage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "oncallsettings.saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}
