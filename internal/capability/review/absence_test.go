package review

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestOffDays counts a day as off where its middle is: an hour in the morning is no day off, office hours are one.
func TestOffDays(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	at := func(text string) time.Time {
		parsed, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
		must(t, err)
		return parsed
	}
	for _, c := range []struct{ from, until, first, last string }{
		{"2026-03-27 00:00", "2026-03-31 00:00", "2026-03-27", "2026-03-30"}, // over the change of clocks
		{"2026-03-27 09:00", "2026-03-27 17:00", "2026-03-27", "2026-03-27"},
		{"2026-03-27 14:00", "2026-03-30 12:00", "2026-03-28", "2026-03-29"},
		{"2026-03-27 08:00", "2026-03-27 09:30", "", ""},
	} {
		first, last, ok := Off{at(c.from), at(c.until)}.days(berlin)
		if ok != (c.first != "") || ok && (first.String() != c.first || last.String() != c.last) {
			t.Errorf("%s to %s: %s to %s, %v", c.from, c.until, first, last, ok)
		}
	}
}

// TestAway tells on the agenda who of both sides is away up to the end of the call behind, and nothing of the others or of why.
func TestAway(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		m := k.meet() // on 4 January, and the next on the 11th
		day := func(n int) time.Time { return time.Date(2000, 1, n, 0, 0, 0, 0, time.UTC) }
		k.Away = func(_ context.Context, _ db.Querier, ids []int64, from, until time.Time) (map[int64][]Off, error) {
			off := map[int64][]Off{}
			for _, id := range ids {
				switch id {
				case k.ana.ID:
					off[id] = []Off{{day(7), day(10)}, {day(7), day(10)}, {day(10).Add(9 * time.Hour), day(10).Add(10 * time.Hour)}}
				case k.cho.ID:
					off[id] = []Off{{day(11), day(12)}}
				case k.ben.ID:
					t.Error("Ben has nothing to do with this account")
				}
			}
			if !from.Equal(m.At) || !until.Equal(day(11).Add(14*time.Hour+30*time.Minute)) {
				t.Errorf("asked from %s until %s", from, until)
			}
			return off, nil
		}
		_, err := k.NoteAbsence(k.As(k.ana), Absence{OrganizationID: k.org.ID, Name: "Dana *Cole*", First: date(t, "2000-01-05"), Last: date(t, "2000-01-20")})
		k.Must(err)
		_, err = k.NoteAbsence(k.As(k.ana), Absence{OrganizationID: k.org.ID, Name: "Later", First: date(t, "2000-01-12"), Last: date(t, "2000-01-20")})
		k.Must(err)
		a, err := k.Agenda(k.Ctx, k.org.ID)
		k.Must(err)
		want := []Absence{{1, k.org.ID, "Dana *Cole*", date(t, "2000-01-05"), date(t, "2000-01-20")},
			{0, k.org.ID, "Ana Lima", date(t, "2000-01-07"), date(t, "2000-01-09")},
			{0, k.org.ID, "Cho Manager", date(t, "2000-01-11"), date(t, "2000-01-11")}}
		if diff := cmp.Diff(want, a.Away); diff != "" {
			t.Fatal(diff)
		}
		k.Must(k.SendAgenda(k.As(k.ana), m.ID, k.dana.ID))
		got, err := k.Meeting(k.Ctx, m.ID)
		k.Must(err)
		th, err := k.Tickets.Thread(k.Ctx, got.TicketID)
		k.Must(err)
		for _, line := range []string{`- Dana \*Cole\* is away from Wed 5 Jan 2000 to Thu 20 Jan 2000`,
			"- Ana Lima is away from Fri 7 Jan 2000 to Sun 9 Jan 2000", "- Cho Manager is away on Tue 11 Jan 2000"} {
			if !strings.Contains(th.Comments[0].Body, line+"\n") {
				t.Errorf("%q is missing in\n%s", line, th.Comments[0].Body)
			}
		}
		if err := k.ForgetAbsence(k.As(k.ana), k.org.ID+1, 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("forgot it of another account: %v", err)
		}
		k.Must(k.ForgetAbsence(k.As(k.ana), k.org.ID, 1))
		if a, err := k.Agenda(k.Ctx, k.org.ID); err != nil || len(a.Away) != 2 {
			t.Errorf("%+v, %v", a.Away, err)
		}
	})
}

func TestAbsenceRefused(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		good := Absence{OrganizationID: k.org.ID, Name: "Dana", First: date(t, "2000-01-05"), Last: date(t, "2000-01-06")}
		for _, c := range []struct {
			field  string
			change func(a *Absence)
		}{
			{"name", func(a *Absence) { a.Name = " " }}, {"first", func(a *Absence) { a.First = bizcal.Date{} }},
			{"last", func(a *Absence) { a.Last = bizcal.Date{} }},
			{"last", func(a *Absence) { a.Last = date(t, "2000-01-04") }}, {"last", func(a *Absence) { a.Last = date(t, "2002-01-04") }},
			{"last", func(a *Absence) { a.First, a.Last = date(t, "1999-01-04"), date(t, "1999-01-04") }},
		} {
			a := good
			c.change(&a)
			if _, err := k.NoteAbsence(k.As(k.ana), a); fieldOf(err) != c.field {
				t.Errorf("%+v: %v", a, err)
			}
		}
		if _, err := k.NoteAbsence(k.As(k.sue), good); !fault.Is(err, fault.Forbidden) {
			t.Errorf("sales noted: %v", err)
		}
	})
}
