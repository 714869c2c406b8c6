package oncallui

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// A layer's fields are called as package rotation calls them, "layers.0.zone", so that what it finds is shown where it is.

const mostLayers = 30

func field(i int, name string) string { return fmt.Sprintf("layers.%d.%s", i, name) }

// layerNames are the fields of a layer with one value.
var layerNames = []string{"name", "region", "zone", "anchor", "unit", "length", "windows", "from", "until", "shadow"}

// count is how many layers the form has.
func count(f *web.Form) int {
	n, _ := strconv.Atoi(f.Get("layers")) // what is no number has none
	return max(0, min(n, mostLayers))
}

// formOf fills the editor with a schedule.
func formOf(s oncall.Schedule) *web.Form {
	f := web.NewForm("title", s.Title, "about", s.About, "mode", string(s.Mode), "horizon", strconv.Itoa(s.Horizon), "version", number(s.Version))
	if s.Critical {
		f.Values.Set("critical", "on")
	}
	for _, id := range s.Demands {
		f.Values.Add("demand", number(id))
	}
	for _, l := range s.Layers {
		addLayer(f, l)
	}
	return f
}

// addLayer puts a layer behind those that the form has.
func addLayer(f *web.Form, l oncall.Layer) {
	i := count(f)
	f.Values.Set("layers", strconv.Itoa(i+1))
	var windows []string
	for _, w := range l.Windows {
		windows = append(windows, oncall.WindowWords(w))
	}
	for name, value := range map[string]string{"name": l.Name, "region": l.Region, "zone": l.Zone, "anchor": string(l.Anchor), "unit": string(l.Unit),
		"length": strconv.Itoa(l.Length), "windows": strings.Join(windows, "\n"), "from": dayOf(l.From, l.Zone),
		"until": dayOf(l.Until.Add(-time.Second), l.Zone)} {
		f.Values.Set(field(i, name), value)
	}
	if l.Shadow {
		f.Values.Set(field(i, "shadow"), "on")
	}
	f.Values.Del(field(i, "user"))
	for _, id := range l.Users {
		f.Values.Add(field(i, "user"), number(id))
	}
}

// dayOf is the day on which an instant lies in a zone; empty for none.
func dayOf(t time.Time, zone string) string {
	at, err := time.LoadLocation(zone)
	if t.Year() <= 1 || err != nil {
		return ""
	}
	return t.In(at).Format(time.DateOnly)
}

// dropLayer takes a layer away and moves those behind it up.
func dropLayer(f *web.Form, at int) {
	n := count(f)
	if at < 0 || at >= n {
		return
	}
	for i := at; i+1 < n; i++ {
		swapLayers(f, i, i+1)
	}
	f.Values.Set("layers", strconv.Itoa(n-1))
}

// swapLayers exchanges two layers: the lower one is asked later.
func swapLayers(f *web.Form, i, j int) {
	if n := count(f); i < 0 || j < 0 || i >= n || j >= n {
		return
	}
	for _, name := range append(slices.Clone(layerNames), "user") {
		f.Values[field(i, name)], f.Values[field(j, name)] = f.Values[field(j, name)], f.Values[field(i, name)]
	}
}

// typed reads the schedule that was typed, and notes what is wrong with it at its fields.
func typed(ctx context.Context, f *web.Form) oncall.Wish {
	w := oncall.Wish{Agreed: f.Bool("agreed"), Schedule: oncall.Schedule{Title: f.Get("title"), Version: f.Int64("version"),
		Plan: oncall.Plan{About: f.Get("about"), Mode: rotation.Mode(f.Get("mode")), Critical: f.Bool("critical"), Horizon: int(f.Int64("horizon"))}}}
	for _, text := range f.All("demand") {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			w.Demands = append(w.Demands, id)
		}
	}
	for i := range count(f) {
		w.Layers = append(w.Layers, typedLayer(ctx, f, i))
	}
	if day := f.Get("effective"); day != "" {
		w.Effective = typedDay(ctx, f, "effective", i18n.Zone(ctx), 0)
	}
	return w
}

func typedLayer(ctx context.Context, f *web.Form, i int) oncall.Layer {
	get := func(name string) string { return f.Get(field(i, name)) }
	l := oncall.Layer{Region: get("region"), Layer: rotation.Layer{Name: get("name"), Zone: get("zone"), Anchor: rotation.Label(get("anchor")),
		Unit: rotation.Unit(get("unit")), Length: int(f.Int64(field(i, "length"))), Shadow: f.Bool(field(i, "shadow"))}}
	for _, text := range f.All(field(i, "user")) {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
			l.Users = append(l.Users, id)
		}
	}
	for line := range strings.Lines(f.Text(field(i, "windows"))) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		w, err := oncall.ParseWindow(line)
		if err != nil {
			said, _ := fault.Public(err)
			f.Reject(field(i, "windows"), said)
		}
		l.Windows = append(l.Windows, w)
	}
	if zone, err := time.LoadLocation(l.Zone); err == nil { // a zone that is none is told of where it stands
		l.From, l.Until = typedDay(ctx, f, field(i, "from"), zone, 0), typedDay(ctx, f, field(i, "until"), zone, 1)
	}
	return l
}

// typedDay is the beginning of a day in a zone, or that of the day so many later; zero where none was typed.
func typedDay(ctx context.Context, f *web.Form, name string, zone *time.Location, later int) time.Time {
	text := f.Get(name)
	if text == "" {
		return time.Time{}
	}
	d, err := bizcal.ParseDate(text)
	if err != nil {
		f.Reject(name, i18n.T(ctx, "oncall.no_day", "Text", fault.Clip(text, 40)))
		return time.Time{}
	}
	d = d.AddDays(later)
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}
