package workspace_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

const desk = "/settings/desk"

// rows is the form of regions as a browser sends it: each is key, name, city, zone, opens, closes, tone.
func rows(do string, all ...[7]string) []string {
	fields := []string{"do", do, "rows", fmt.Sprint(len(all))}
	for i, r := range all {
		for j, name := range []string{"key", "name", "city", "zone", "opens", "closes", "tone"} {
			fields = append(fields, fmt.Sprint(name, "-", i), r[j])
		}
	}
	return fields
}

// hours are the calendar and the hours of regions, in the order of their rows.
func hours(all ...[4]string) (fields []string) {
	for i, r := range all {
		for j, name := range []string{"calendar", "queue", "extra", "cleanup"} {
			fields = append(fields, fmt.Sprint(name, "-", i), r[j])
		}
	}
	return fields
}

func (s *site) regions() []people.Region {
	s.T.Helper()
	list, err := people.Regions.Get(s.T.Context(), s.DB.Read())
	if err != nil {
		s.T.Fatal(err)
	}
	return list
}

var (
	emea  = [7]string{"emea", "Europe", "Lisbon", "Europe/Lisbon", "07:00", "16:00", "ochre"}
	mena  = [7]string{"", "MENA", "Dubai", "Asia/Dubai", "08:00", "24:00", "teal"}
	blank = [7]string{"", "", "", "", "09:00", "17:00", "moss"}
)

// Who works on tickets starts with their day, who only reads them with the queue.
func TestHome(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/").Leads("/today")
		s.cleo.Get("/").Leads("/today")
		s.Join("Lou Beck", "lou@desk.test", access.LightAgent).Get("/").Leads("/tickets")
		s.Join("Dana Cole", "dana@desk.test", access.EndUser).Get("/").Leads("/portal/")
	})
}

func TestRegionsAreSaved(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.cleo.Get(desk).Shows(http.StatusOK, `value="Australia/Brisbane"`, `class="band-preview"`)
		s.cleo.Post(desk+"/regions", rows("save", emea, mena, blank)...).Leads(desk)
		want := []people.Region{{Key: "emea", Name: "Europe", City: "Lisbon", Zone: "Europe/Lisbon", Opens: "07:00", Closes: "16:00", Tone: "ochre"},
			{Key: "mena", Name: "MENA", City: "Dubai", Zone: "Asia/Dubai", Opens: "08:00", Closes: "24:00", Tone: "teal"}}
		if diff := cmp.Diff(want, s.regions()); diff != "" {
			t.Error(diff)
		}
		s.ana.Post(desk+"/regions", rows("save", emea)...).Shows(http.StatusForbidden)
	})
}

// A region's calendar and its hours in UTC are fields of the same form, drawn as its day.
func TestRegionHours(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.Do(func(ctx context.Context, tx *db.Tx) error { return s.Calendars.EnsureDefaults(ctx, tx) })
		s.cleo.Get(desk).Shows(http.StatusOK, `value="EMEA hours" selected`, `value="23-10"`, "Queue hours 08–15",
			"Extra hours 07, Queue hours 08–15, Extra hours 16")
		s.cleo.Post(desk+"/regions", append(rows("save", emea, mena), hours([4]string{"EMEA hours", "8-10, 12", "07", "13 14"}, [4]string{})...)...).Leads(desk)
		if got := s.regions(); got[0].Calendar != "EMEA hours" || !slices.Equal(got[0].Queue, []int{8, 9, 10, 12}) ||
			!slices.Equal(got[0].Extra, []int{7}) || !slices.Equal(got[0].Cleanup, []int{13, 14}) || got[1].Queue != nil {
			t.Errorf("saved %+v", got)
		}
		for name, c := range map[string]struct {
			hours [4]string
			says  []string
		}{
			"no calendar": {[4]string{"Moon hours", "", "", ""}, []string{"f-calendar-0-error", "Moon hours"}},
			"odd hour":    {[4]string{"", "8-24", "", ""}, []string{"f-queue-0-error", "“8-24” is no hour", `value="8-24"`}},
			"twice":       {[4]string{"", "8, 7-9", "", ""}, []string{"f-queue-0-error", "08 stands here twice"}},
			"two duties":  {[4]string{"", "8-10", "", "10"}, []string{"f-cleanup-0-error", "10 has another duty"}},
		} {
			t.Run(name, func(t *testing.T) {
				s.cleo.Post(desk+"/regions",
					append(rows("save", emea, mena), hours(c.hours, [4]string{})...)...).Shows(http.StatusUnprocessableEntity, c.says...)
			})
		}
		s.cleo.Post(desk+"/regions",
			append(rows("down-0", emea, mena), hours([4]string{"", "noon", "", ""}, [4]string{})...)...).Shows(http.StatusOK,
			`name="queue-1" autocomplete="off" size="9" type="text" value="noon"`)
	})
}

// What is wrong stands at its field; everything typed is there, nothing is stored.
func TestRegionErrorsKeepWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		before := s.regions()
		for name, c := range map[string]struct {
			row  [7]string
			says string
		}{
			"no name":    {[7]string{"", "", "Rome", "Europe/Rome", "08:00", "17:00", "rose"}, "f-name-1-error"},
			"same name":  {[7]string{"", "europe", "Rome", "Europe/Rome", "08:00", "17:00", "rose"}, "Another region is called europe, too."},
			"odd zone":   {[7]string{"", "South", "Rome", "Europe/Roma", "08:00", "17:00", "rose"}, "“Europe/Roma” is no time zone."},
			"here":       {[7]string{"", "South", "Rome", "Local", "08:00", "17:00", "rose"}, "“Local” is no time zone."},
			"odd start":  {[7]string{"", "South", "Rome", "Europe/Rome", "8h", "17:00", "rose"}, "“8h” is no time of day."},
			"late start": {[7]string{"", "South", "Rome", "Europe/Rome", "24:00", "17:00", "rose"}, "f-opens-1-error"},
			"odd end":    {[7]string{"", "South", "Rome", "Europe/Rome", "08:00", "25:00", "rose"}, "“25:00” is no time of day."},
			"odd colour": {[7]string{"", "South", "Rome", "Europe/Rome", "08:00", "17:00", "red"}, "Choose a colour."},
		} {
			a := s.cleo.Post(desk+"/regions", rows("save", emea, c.row)...)
			if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text, c.says) || !strings.Contains(a.Text, "What you typed is kept") {
				t.Errorf("%s: status %d\n%s", name, a.Status, a.Main())
			}
			for _, typed := range []string{`value="Lisbon"`, `value="Rome"`, fmt.Sprintf("value=%q", c.row[3])} {
				if !strings.Contains(a.Text, typed) {
					t.Errorf("%s: %s is gone", name, typed)
				}
			}
		}
		if diff := cmp.Diff(before, s.regions()); diff != "" {
			t.Error(diff)
		}
	})
}

// The buttons of the form rearrange what was typed and store nothing.
func TestRegionsAreRearranged(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		before := s.regions()
		order := func(do string) string {
			a := s.cleo.Post(desk+"/regions",
				rows(do, emea, mena, [7]string{"", "Rim", "Tokyo", "Asia/Tokyo", "09:00", "18:00", "rose"})...).Shows(http.StatusOK)
			at := map[int]string{}
			for _, city := range []string{"Lisbon", "Dubai", "Tokyo"} {
				if i := strings.Index(a.Text, fmt.Sprintf("value=%q", city)); i >= 0 {
					at[i] = city
				}
			}
			var all []string
			for _, i := range slices.Sorted(maps.Keys(at)) {
				all = append(all, at[i])
			}
			return fmt.Sprintf("%v%d", all, strings.Count(a.Text, `name="city-`))
		}
		for do, want := range map[string]string{"preview": "[Lisbon Dubai Tokyo]3", "up-1": "[Dubai Lisbon Tokyo]3", "up-0": "[Lisbon Dubai Tokyo]3",
			"down-1": "[Lisbon Tokyo Dubai]3", "down-2": "[Lisbon Dubai Tokyo]3", "remove-0": "[Dubai Tokyo]2", "remove-9": "[Lisbon Dubai Tokyo]3",
			"add": "[Lisbon Dubai Tokyo]4", "magic": "[Lisbon Dubai Tokyo]3"} {
			if got := order(do); got != want {
				t.Errorf("%s: %s, want %s", do, got, want)
			}
		}
		if diff := cmp.Diff(before, s.regions()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDeskSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		open := func() int64 {
			who, err := s.Tickets.Create(s.ana.Context(),
				ticket.NewTicket{Subject: "x", RequesterID: s.ana.ID, Comment: ticket.NewComment{AuthorID: s.ana.ID, Public: true, Body: "x"}})
			if err != nil {
				t.Fatal(err)
			}
			return who.ID
		}
		last := open()
		s.ana.Get(desk).Shows(http.StatusForbidden)
		s.cleo.Get(desk).Shows(http.StatusOK, fmt.Sprintf("The last number here is #%d", last), "<small>Support</small>")
		s.ana.Post(desk, "name", "Mine").Shows(http.StatusForbidden)
		s.cleo.Post(desk, "name", "  Night  Shift ", "undo_seconds", "0", "number", "5000").Leads(desk)
		s.cleo.Get(desk).Shows(http.StatusOK, "<small>Night Shift</small>", "· Night Shift</title>", `value="0"`)
		if n := open(); n != 5000 {
			t.Errorf("the next ticket is #%d, want #5000", n)
		}
		for field, v := range map[string][]string{
			"f-undo_seconds-error": {"name", "Typed", "undo_seconds", "900"},
			"f-number-error":       {"name", "Typed", "undo_seconds", "5", "number", "4999"},
			"is not a whole":       {"name", "Typed", "undo_seconds", "soon"},
			"f-name-error":         {"name", "Typed" + strings.Repeat("é", 60), "undo_seconds", "5"},
		} {
			s.cleo.Post(desk, v...).Shows(http.StatusUnprocessableEntity, field, `value="Typed`)
		}
		s.cleo.Get(desk).Shows(http.StatusOK, "<small>Night Shift</small>", `value="0"`)
	})
}

func TestAudit(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const audit = "/settings/audit"
		s.ana.Get(audit).Shows(http.StatusForbidden)
		s.cleo.Get(audit).Shows(http.StatusOK, "Nothing has been changed yet") // the import is nobody's decision
		s.cleo.Post(desk, "name", "Night Shift", "undo_seconds", "20").Leads(desk)
		s.cleo.Post(desk, "name", "<b>Day", "undo_seconds", "20").Leads(desk)
		for _, err := range []error{s.People.SetRole(s.cleo.Context(), s.ana.ID, access.Lead), s.People.Block(s.cleo.Context(), "@spam.test", "")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		emea, err := s.Calendars.Save(s.cleo.Context(), calendar.Defaults()[3])
		if err != nil {
			t.Fatal(err)
		}
		emea.Spec.Zone, emea.Spec.Weekly[time.Friday] = "Europe/Paris", nil
		if _, err := s.Calendars.Save(s.cleo.Context(), emea); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Tickets.SaveMacro(s.cleo.Context(), ticket.Macro{Title: "Ask for logs", Body: "Please"}); err != nil {
			t.Fatal(err)
		}
		a := s.cleo.Get(audit).Shows(http.StatusOK, "Cleo Hart", "changed the seconds to undo a reply", "(default)",
			"changed the name of the desk", "Night Shift", "<b>Day",
			"changed the role of Ana Lima", "lead", "blocked @spam.test", "saved the reply Ask for logs", "made the calendar EMEA hours",
			"changed the calendar EMEA hours", "time zone: Europe/Amsterdam; Friday: 08:00-18:00", "time zone: Europe/Paris")
		if strings.Contains(a.Raw, "<b>Day") {
			t.Error("a value was not escaped")
		}
	})
}

var subject = event.Subject{Type: "setting"}

type odd struct{ Text string }

func (odd) EventKind() string { return "odd.happened" }

// byFiles is config.changed as its part of the desk writes it.
type byFiles struct {
	Changes int    `json:"changes"`
	Highest string `json:"highest"`
	Source  string `json:"source"`
}

func (byFiles) EventKind() string { return "config.changed" }

// What files changed is told with how critical it was and where the files came from.
func TestAuditFiles(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := s.cleo.Context()
		s.Do(func(_ context.Context, tx *db.Tx) error {
			return s.Log.Append(ctx, tx, event.Subject{Type: "config", ID: 1}, byFiles{3, "C2", "desk-config"})
		})
		s.cleo.Get("/settings/audit").Shows(http.StatusOK, "changed 3 things by files, of level C2 at most", "desk-config").Hides("config.changed")
	})
}

// A long trail is walked by the number of the last fact; what has no words is shown by its own name.
func TestAuditPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for i := range 53 {
			ctx := s.cleo.Context()
			err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.Log.Append(ctx, tx, subject, odd{fmt.Sprintf("number %d.", i)}) })
			if err != nil {
				t.Fatal(err)
			}
		}
		a := s.cleo.Get("/settings/audit").Shows(http.StatusOK, "odd.happened", "number 52.", "number 3.").Hides("number 2.", "Newest")
		_, rest, _ := strings.Cut(a.Text, `href="/settings/audit?before=`)
		before, _, _ := strings.Cut(rest, `"`)
		s.cleo.Get("/settings/audit?before="+before).Shows(http.StatusOK, "number 2.", "number 0.", "Newest").Hides("number 3.", "Older")
	})
}
