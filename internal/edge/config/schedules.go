package config

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// scheduleFile is an on-call schedule. Overrides are no configuration, and stand in no file.
type scheduleFile struct {
	Title         string      `yaml:"title" required:"true" about:"What the schedule is called"`
	PreviousTitle string      `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	About         string      `yaml:"about,omitempty" about:"What whoever is on call does"`
	Mode          string      `yaml:"mode" oneof:"union top" about:"Where layers overlap: union has everybody on call, the last layer asked first; top only the last layer"`
	Critical      bool        `yaml:"critical,omitempty" about:"Whether a hole takes a second, explicit yes, and managers hear of holes ahead"`
	HolesAgreed   bool        `yaml:"holes_agreed,omitempty" about:"That explicit yes"`
	Demands       []string    `yaml:"demands,omitempty" ref:"qualification" about:"The qualifications that whoever is on call must have"`
	Horizon       int         `yaml:"weeks_ahead" about:"After how many weeks a change takes effect; 0 is at once"`
	Layers        []layerFile `yaml:"layers,omitempty" about:"People who take turns; the last is asked first"`
}

type layerFile struct {
	Name    string   `yaml:"name" required:"true" about:"What the layer is called"`
	Region  string   `yaml:"region,omitempty" ref:"region" about:"The key of the region that it is for"`
	Zone    string   `yaml:"zone" required:"true" about:"The time zone of its hours, such as Europe/Amsterdam"`
	Starts  string   `yaml:"starts,omitempty" about:"When the first turn begins, by that clock, such as 2026-01-05T09:00; a schedule that is new here holds from then on"`
	Turn    string   `yaml:"turn,omitempty" about:"How long a turn lasts, such as 1 weeks or 12 hours"`
	People  []string `yaml:"people" ref:"staff" about:"The addresses of those who take turns, in their order"`
	Windows []string `yaml:"hours,omitempty" about:"When it is on, such as Mon-Fri 09:00-17:00 or daily 08:00-16:00; none is always"`
	From    date     `yaml:"from,omitempty" about:"Its first day"`
	Until   date     `yaml:"until,omitempty" about:"Its last day"`
	Shadow  bool     `yaml:"shadow,omitempty" about:"Whether it only goes along, and is never paged"`
}

func schedules() kind {
	return &kindOf[scheduleFile]{
		noun: "schedule", dir: "schedules",
		blank: func() scheduleFile {
			return scheduleFile{Mode: string(rotation.Union), Horizon: oncall.RulesKey.Default.Horizon}
		},
		name:     func(f *scheduleFile) *string { return &f.Title },
		previous: func(f *scheduleFile) *string { return &f.PreviousTitle },
		list:     listSchedules,
		put:      putSchedule,
		remove: func(ctx context.Context, s *session, was held[scheduleFile]) error {
			return s.OnCall.DeleteIn(ctx, s.tx, was.id)
		},
		place: schedulePlace,
	}
}

var layerField = regexp.MustCompile(`^layers\.(\d+)\.(\w+)$`)

// schedulePlace tells where files have what on-call calls layers.0.users, agreed or horizon.
func schedulePlace(field string) string {
	if parts := layerField.FindStringSubmatch(field); parts != nil {
		name := map[string]string{"users": "people", "anchor": "starts", "unit": "turn", "length": "turn", "windows": "hours"}[parts[2]]
		if name == "" {
			name = parts[2]
		}
		return "layers[" + parts[1] + "]." + name
	}
	return map[string]string{"agreed": "holes_agreed", "horizon": "weeks_ahead"}[field]
}

func listSchedules(ctx context.Context, s *session) ([]held[scheduleFile], error) {
	all, err := s.OnCall.SchedulesIn(ctx, s.q)
	if err != nil {
		return nil, err
	}
	out := make([]held[scheduleFile], len(all))
	for i, schedule := range all {
		f := scheduleFile{Title: schedule.Title, About: schedule.About, Mode: string(schedule.Mode), Critical: schedule.Critical,
			HolesAgreed: schedule.HolesAgreed, Horizon: schedule.Horizon}
		for _, id := range schedule.Demands {
			title, err := s.name(ctx, "qualification", id)
			if err != nil {
				return nil, err
			}
			f.Demands = append(f.Demands, title)
		}
		for _, l := range schedule.Layers {
			file, err := s.layerFile(ctx, l)
			if err != nil {
				return nil, err
			}
			f.Layers = append(f.Layers, file)
		}
		out[i] = held[scheduleFile]{id: schedule.ID, file: f}
	}
	return out, nil
}

func (s *session) layerFile(ctx context.Context, l oncall.Layer) (layerFile, error) {
	f := layerFile{Name: l.Name, Region: l.Region, Zone: l.Zone, Starts: string(l.Anchor), Shadow: l.Shadow, From: firstDay(l.From, l.Zone),
		Until: lastDay(l.Until, l.Zone)}
	if l.Length > 0 {
		f.Turn = strconv.Itoa(l.Length) + " " + string(l.Unit)
	}
	for _, id := range l.Users {
		email, err := s.name(ctx, "staff", id)
		if err != nil {
			return f, err
		}
		f.People = append(f.People, email)
	}
	for _, w := range l.Windows {
		f.Windows = append(f.Windows, oncall.WindowWords(w))
	}
	return f, nil
}

func putSchedule(ctx context.Context, s *session, was *held[scheduleFile], f scheduleFile) error {
	wish := oncall.Wish{Agreed: f.HolesAgreed, Schedule: oncall.Schedule{Title: f.Title,
		Plan: oncall.Plan{About: f.About, Mode: rotation.Mode(f.Mode), Critical: f.Critical, Horizon: f.Horizon}}}
	if was != nil {
		wish.ID = was.id
	}
	var err error
	if wish.Demands, err = s.ids(ctx, "qualification", f.Demands); err != nil {
		return err
	}
	for i, file := range f.Layers {
		l, err := s.layer(ctx, i, file)
		if err != nil {
			return err
		}
		wish.Layers = append(wish.Layers, l)
	}
	if wish.Effective, err = s.began(ctx, wish); err != nil {
		return err
	}
	_, err = s.OnCall.SaveIn(ctx, s.tx, wish)
	return err
}

// began is when the first turn of a schedule began that nobody here was on call for yet: it comes from elsewhere, and was
// so then. Zero for all others.
func (s *session) began(ctx context.Context, w oncall.Wish) (first time.Time, err error) {
	used, err := s.OnCall.Used(ctx, s.q, w.ID)
	if used || err != nil {
		return first, err
	}
	for _, l := range w.Layers {
		zone, zerr := time.LoadLocation(l.Zone)
		at, aerr := time.ParseInLocation("2006-01-02T15:04", string(l.Anchor), time.UTC)
		if zerr != nil || aerr != nil { // on-call says what is wrong with them
			continue
		}
		at = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, zone)
		if at.Before(s.DB.Now(ctx)) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first, nil
}

func (s *session) layer(ctx context.Context, i int, f layerFile) (l oncall.Layer, err error) {
	l = oncall.Layer{Region: f.Region, Layer: rotation.Layer{Name: f.Name, Zone: f.Zone, Anchor: rotation.Label(f.Starts), Shadow: f.Shadow}}
	field := "layers." + strconv.Itoa(i) + "."
	if f.Turn != "" {
		length, unit, _ := strings.Cut(f.Turn, " ")
		if l.Length, err = strconv.Atoi(length); err != nil {
			return l, fault.Field(field+"unit", "“%s” is no length of a turn. Write it like 1 weeks or 12 hours", fault.Clip(f.Turn, 40))
		}
		l.Unit = rotation.Unit(strings.TrimSpace(unit))
	}
	for _, text := range f.Windows {
		w, err := oncall.ParseWindow(text)
		if err != nil {
			said, _ := fault.Public(err)
			return l, fault.Field(field+"windows", "%s", said)
		}
		l.Windows = append(l.Windows, w)
	}
	if zone, err := time.LoadLocation(f.Zone); err == nil { // on-call says what is wrong with one that is none
		l.From, l.Until = f.From.begins(zone, 0), f.Until.begins(zone, 1)
	}
	l.Users, err = s.ids(ctx, "staff", f.People)
	return l, err
}

// begins is the first instant of a day, or of the day so many later; zero for none.
func (t date) begins(zone *time.Location, later int) time.Time {
	if t == (date{}) {
		return time.Time{}
	}
	d := bizcal.Date(t).AddDays(later)
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone).UTC()
}

// firstDay is the day that begins at t in a zone, and lastDay the one that ends then; zero for none.
func firstDay(t time.Time, zone string) date {
	at, err := time.LoadLocation(zone)
	if t.IsZero() || err != nil {
		return date{}
	}
	return date(bizcal.DateOf(t.In(at)))
}

func lastDay(t time.Time, zone string) date {
	if t.IsZero() {
		return date{}
	}
	return firstDay(t.Add(-time.Second), zone)
}
