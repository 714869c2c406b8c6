package review

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestRunbook(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		first, err := k.SaveRunbook(k.As(k.ana), Runbook{OrganizationID: k.org.ID, Body: "# Who is who"})
		k.Must(err)
		second, err := k.SaveRunbook(k.As(k.ben), Runbook{OrganizationID: k.org.ID, Version: first.Version, Body: "# Who is who\nDana", Note: "Dana"})
		k.Must(err)
		if _, err := k.SaveRunbook(k.As(k.ana), Runbook{OrganizationID: k.org.ID, Version: first.Version, Body: "# Mine"}); fieldOf(err) != "body" {
			t.Errorf("wrote over somebody: %v", err)
		}
		same, err := k.SaveRunbook(k.As(k.ana), second)
		k.Must(err)
		versions, err := k.RunbookVersions(k.Ctx, k.org.ID)
		k.Must(err)
		if same.Version != 2 || len(versions) != 2 || versions[0].By != k.ben.ID || versions[0].Note != "Dana" {
			t.Errorf("%+v", versions)
		}
		if old, err := k.Runbook(k.Ctx, k.org.ID, 1); err != nil || old.Body != "# Who is who" {
			t.Errorf("%+v, %v", old, err)
		}
		if now, err := k.Runbook(k.Ctx, k.org.ID, 0); err != nil || now.Version != 2 {
			t.Errorf("%+v, %v", now, err)
		}
	})
}

func TestPlan(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		goal := Goal{OrganizationID: k.org.ID, Quarter: "2000-Q1", Kind: Aim, Title: "Be on the newest release", State: GoalUnderway}
		goal, err := k.SaveGoal(k.As(k.ana), goal)
		k.Must(err)
		done, err := k.SaveGoal(k.As(k.ana),
			Goal{OrganizationID: k.org.ID, Quarter: "2000-Q1", Kind: Proactive, Title: "Review the architecture", State: GoalDone})
		k.Must(err)
		n, err := k.CarryOver(k.As(k.ana), k.org.ID, "2000-Q1")
		k.Must(err)
		next, err := k.Goals(k.Ctx, k.org.ID, "2000-Q2")
		k.Must(err)
		if n != 1 || len(next) != 1 || next[0].CarriedFrom != goal.ID || next[0].State != GoalUnderway {
			t.Errorf("%d, %+v", n, next)
		}
		if n, err := k.CarryOver(k.As(k.ana), k.org.ID, "2000-Q1"); n != 0 || err != nil {
			t.Errorf("carried over twice: %d, %v", n, err)
		}
		was, err := k.Goals(k.Ctx, k.org.ID, "2000-Q1")
		k.Must(err)
		if was[0].State != GoalCarried || was[1].ID != done.ID || was[1].State != GoalDone {
			t.Errorf("%+v", was)
		}
		for field, change := range map[string]func(g *Goal){"quarter": func(g *Goal) { g.Quarter = "2000-03" }, "title": func(g *Goal) { g.Title = "" },
			"state": func(g *Goal) { g.State = GoalCarried }, "kind": func(g *Goal) { g.Kind = "wish" }, "owner": func(g *Goal) { g.OwnerID = k.dana.ID }} {
			g := goal
			g.ID = 0
			change(&g)
			if _, err := k.SaveGoal(k.As(k.ana), g); fieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestTime(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		id := k.open("Slow", ticket.Low)
		spend := Spent{OrganizationID: k.org.ID, Day: date(t, "2000-01-01"), Minutes: 90, What: "Read the logs", TicketID: id}
		_, err := k.SpendTime(k.As(k.ana), spend)
		k.Must(err)
		byTicket := spend
		byTicket.OrganizationID = 0
		second, err := k.SpendTime(k.As(k.ben), byTicket)
		k.Must(err)
		for field, change := range map[string]func(s *Spent){"minutes": func(s *Spent) { s.Minutes = 24 * 60 }, "what": func(s *Spent) { s.What = "" },
			"day": func(s *Spent) { s.Day = date(t, "2000-02-01") }, "ticket": func(s *Spent) { s.TicketID = 999 }} {
			s := spend
			change(&s)
			if _, err := k.SpendTime(k.As(k.ana), s); fieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		sheet, err := k.TimeLog(k.Ctx, k.org.ID, date(t, "2000-01-01"), date(t, "2000-01-07"))
		k.Must(err)
		if sheet.Total != 180 || len(sheet.Entries) != 2 || sheet.Entries[0].OrganizationID != k.org.ID {
			t.Errorf("%+v", sheet)
		}
		if err := k.ForgetTime(k.As(k.ana), second.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("took back somebody else's: %v", err)
		}
		k.Must(k.ForgetTime(k.As(k.ben), second.ID))
		if mine, err := k.MyTime(k.As(k.ben), date(t, "2000-01-01"), date(t, "2000-01-07")); err != nil || len(mine) != 0 {
			t.Errorf("%+v, %v", mine, err)
		}
	})
}

func TestAgreed(t *testing.T) {
	for _, c := range []struct {
		a           Agreement
		from, until string
		want        int
	}{
		{Agreement{WeekMinutes: 480}, "2026-11-02", "2026-11-08", 480},
		{Agreement{WeekMinutes: 480}, "2026-11-02", "2026-11-02", 69},
		{Agreement{WeekMinutes: 480, From: bizcal.Date{Year: 2026, Month: 11, Day: 5}}, "2026-11-02", "2026-11-08", 274},
		{Agreement{WeekMinutes: 480, Until: bizcal.Date{Year: 2026, Month: 11, Day: 1}}, "2026-11-02", "2026-11-08", 0},
	} {
		if got := c.a.Minutes(date(t, c.from), date(t, c.until)); got != c.want {
			t.Errorf("%+v from %s until %s: %d, not %d", c.a, c.from, c.until, got, c.want)
		}
	}
}

// TestField files a request as somebody of sales, answers it, and opens it again; the customer sees nothing of it.
func TestField(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		ask := Request{OrganizationID: k.org.ID, Kind: "question", Subject: "Can they run it on ARM?", Body: "They ask before the renewal.",
			DueOn: date(t, "2000-01-05")}
		r, err := k.Ask(k.As(k.sue), ask)
		k.Must(err)
		if r.AssigneeID != k.ana.ID || k.notices[len(k.notices)-1].To[0].ID != k.ana.ID {
			t.Errorf("%+v, %+v", r, k.notices)
		}
		if _, err := k.Ask(k.As(k.dana), ask); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the customer asked: %v", err)
		}
		k.Must(k.Remark(k.As(k.ana), r.ID, "Yes, since 13.", true))
		if n := k.notices[len(k.notices)-1]; n.To[0].ID != k.sue.ID {
			t.Errorf("%+v", n)
		}
		got, remarks, err := k.Request(k.As(k.sue), r.ID)
		k.Must(err)
		if got.State != RequestAnswered || len(remarks) != 1 || !remarks[0].Answer {
			t.Errorf("%+v, %+v", got, remarks)
		}
		k.Must(k.Remark(k.As(k.sue), r.ID, "And 12?", true))
		if got, _, _ := k.Request(k.As(k.sue), r.ID); got.State != RequestOpen {
			t.Errorf("%+v", got)
		}
		k.Must(k.Hand(k.As(k.ana), r.ID, k.ben.ID))
		k.Must(k.Close(k.As(k.sue), r.ID))
		open, err := k.Requests(k.Ctx, RequestFilter{})
		k.Must(err)
		over, err := k.Requests(k.Ctx, RequestFilter{OrganizationID: k.org.ID, By: k.sue.ID, AssigneeID: k.ben.ID, Over: true})
		k.Must(err)
		if len(open) != 0 || len(over) != 1 || over[0].AssigneeID != k.ben.ID {
			t.Errorf("%+v, %+v", open, over)
		}
		if own, err := k.Tickets.OwnList(k.As(k.dana), ticket.OwnFilter{}); err != nil || len(own.Rows) != 0 {
			t.Errorf("the customer sees %+v, %v", own, err)
		}
		for field, change := range map[string]func(r *Request){"kind": func(r *Request) { r.Kind = "party" }, "subject": func(r *Request) { r.Subject = "" },
			"body": func(r *Request) { r.Body = " " }, "due_on": func(r *Request) { r.DueOn = date(t, "1999-12-01") },
			"organization": func(r *Request) { r.OrganizationID = 99 }} {
			r := ask
			change(&r)
			if _, err := k.Ask(k.As(k.sue), r); fieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// TestPeriod asks of any month and quarter that it is followed by the one it precedes, and that its days are its own.
func TestPeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := bizcal.Date{Year: rapid.IntRange(2001, 2098).Draw(t, "year"), Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 364).Draw(t, "day"))
		for _, p := range []Period{QuarterOf(day), MonthOf(day)} {
			first, last := p.Days()
			if day.Compare(first) < 0 || day.Compare(last) > 0 || p.Next().Previous() != p || last.AddDays(1).Compare(firstDay(p.Next())) != 0 {
				t.Fatalf("%s: %s to %s", p, first, last)
			}
			if read, err := ParsePeriod(string(p)); err != nil || read != p {
				t.Fatal(read, err)
			}
		}
	})
	for _, bad := range []string{"", "2026", "2026-Q5", "2026-13", "1999-01", "2026-Q1 "} {
		if _, err := ParsePeriod(bad); fieldOf(err) != "period" {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if diff := cmp.Diff(Period("2027-Q1"), Period("2026-Q4").Next()); diff != "" {
		t.Error(diff)
	}
}

func firstDay(p Period) bizcal.Date {
	first, _ := p.Days()
	return first
}

func FuzzParsePeriod(f *testing.F) {
	f.Add("2026-Q4")
	f.Add("2026-11")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePeriod(text)
		if err == nil && string(p) != text || err != nil && fieldOf(err) != "period" {
			t.Errorf("%q gives %q, %v", text, p, err)
		}
	})
}
