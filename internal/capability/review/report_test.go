package review

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// read is the text of a PDF as pdftotext gets it out; scripts/needs.sh installs that.
func read(t testing.TB, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	must(t, os.WriteFile(path, raw, 0o600))
	out, err := exec.Command("pdftotext", "-layout", path, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("pdftotext: %v: %s", err, out)
	}
	return string(out)
}

// TestReport writes, previews and sends a report; what stays inside is nowhere in it.
func TestReport(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		k.Replies = func(_ context.Context, _ db.Querier, ids ...int64) (map[int64]Replied, error) {
			out := map[int64]Replied{}
			for i, id := range ids {
				out[id] = Replied{After: time.Duration(i+1) * time.Hour, Met: i == 0}
			}
			return out, nil
		}
		k.Agreed = func(context.Context, db.Querier, int64) ([]Agreement, error) {
			return []Agreement{{UserID: k.ana.ID, WeekMinutes: 480}}, nil
		}
		m := k.meet()
		one, two := k.open("Pipelines are slow", ticket.High), k.open("Runner is lost", ticket.Low)
		ana := k.As(k.ana)
		_, err := k.Tickets.Update(ana, one, ticket.Update{Comment: &ticket.NewComment{Body: "CANARY-NOTE"}})
		k.Must(err)
		_, err = k.Tickets.Create(ana, ticket.NewTicket{Subject: "CANARY-SUBJECT", RequesterID: k.dana.ID, Channel: "web",
			Comment: ticket.NewComment{Body: "CANARY-BODY", AuthorID: k.ana.ID}})
		k.Must(err)
		k.Must(k.WriteNotes(ana, m.ID, "CANARY-MEETING"))
		_, err = k.SaveRisk(ana, Risk{OrganizationID: k.org.ID, Title: "CANARY-RISK", Area: "security", Likelihood: 3, Impact: 3, State: RiskOpen})
		k.Must(err)
		_, err = k.SaveRisk(ana, Risk{OrganizationID: k.org.ID, Title: "CANARY-TITLE", About: "CANARY-ABOUT", Shared: true,
			Said: "Disks fill up", Area: "capacity", Likelihood: 3, Impact: 2, State: RiskOpen})
		k.Must(err)
		_, err = k.SaveGoal(ana, Goal{OrganizationID: k.org.ID, Quarter: "2000-Q1", Kind: Aim, Title: "Newest release",
			About: "CANARY-GOAL", State: GoalUnderway})
		k.Must(err)
		_, err = k.SpendTime(ana, Spent{OrganizationID: k.org.ID, Day: date(t, "2000-01-01"), Minutes: 95, What: "CANARY-HOURS"})
		k.Must(err)
		_, err = k.SaveRunbook(ana, Runbook{OrganizationID: k.org.ID, Body: "CANARY-RUNBOOK"})
		k.Must(err)
		_, err = k.Ask(k.As(k.sue), Request{OrganizationID: k.org.ID, Kind: "question", Subject: "CANARY-FIELD", Body: "CANARY-FIELD"})
		k.Must(err)
		_, err = k.Decide(ana, Deciding{MeetingID: m.ID, TicketID: two, Kind: ToPriority, Priority: ticket.High, Why: "They go live", DecidedBy: "Dana Cole"})
		k.Must(err)
		k.Wait(24 * time.Hour)
		if _, err := k.SendReport(ana, k.org.ID, "2000-Q1", k.dana.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("an unwritten report went out: %v", err)
		}
		_, err = k.WriteReport(ana, Report{OrganizationID: k.org.ID, Period: "2000-Q1", Language: "de", Summary: "Ein ruhiges Quartal.",
			Next: "- Upgrade auf 18"})
		k.Must(err)
		raw, name, err := k.Print(ana, k.org.ID, "2000-Q1")
		k.Must(err)
		again, _, err := k.Print(ana, k.org.ID, "2000-Q1")
		k.Must(err)
		said := read(t, raw)
		for _, want := range []string{"Bericht für Seto Rail", "1. Quartal 2000", "Ein ruhiges Quartal.", "Pipelines are slow",
			"Disks fill up", "Newest release", "niedrig → hoch", "They go live (Dana Cole)",
			"1:35", "Upgrade auf 18", "50 %", "1 von 2", "in der Zeit", "Seite 1 von"} {
			if !strings.Contains(said, want) {
				t.Errorf("%q is missing in\n%s", want, said)
			}
		}
		if strings.Contains(said, "CANARY") || bytes.Contains(raw, []byte("CANARY")) {
			t.Errorf("what stays inside is in\n%s", said)
		}
		if name != "Seto-Rail-2000-Q1.pdf" || !bytes.Equal(raw, again) {
			t.Errorf("%s, or other bytes", name)
		}
		sent, err := k.SendReport(ana, k.org.ID, "2000-Q1", k.ed.ID)
		k.Must(err)
		th, err := k.Tickets.Thread(k.Ctx, sent.TicketID)
		k.Must(err)
		if c := th.Comments[0]; !c.Public || len(c.Attachments) != 1 || c.Attachments[0].ContentType != "application/pdf" ||
			sent.Pages < 2 || !slices.Equal(sent.Recipients, []int64{k.ed.ID}) {
			t.Errorf("%+v, %+v", c, sent)
		}
		if after, _, err := k.Print(ana, k.org.ID, "2000-Q1"); err != nil || strings.Contains(read(t, after), "Bericht für 1. Quartal") {
			t.Errorf("the report tells of itself: %v", err)
		}
		if _, err := k.SendReport(ana, k.org.ID, "2000-Q1", k.ed.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("went out twice: %v", err)
		}
		if _, err := k.Preview(ana, k.org.ID, "2001-Q1"); fieldOf(err) != "period" {
			t.Errorf("a report of what is to come: %v", err)
		}
		if _, err := k.Preview(access.With(t.Context(), k.dana.Principal("web")), k.org.ID, "2000-Q1"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the customer looks in: %v", err)
		}
	})
}

// TestEmptyReport has words for what there is none of.
func TestEmptyReport(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		raw, _, err := k.Print(k.As(k.ana), k.org.ID, "2000-01")
		k.Must(err)
		said := read(t, raw)
		for _, want := range []string{"January 2000", "There were no tickets.", "Nothing was decided.", "Open at the end",
			"No goals are set yet.", "No hours were logged."} {
			if !strings.Contains(said, want) {
				t.Errorf("%q is missing in\n%s", want, said)
			}
		}
		if strings.Contains(said, "by week") {
			t.Errorf("a chart of nothing is drawn:\n%s", said)
		}
	})
}

// TestSums asks of any tickets that the weeks add up to the period, and that what is open at the end of the last week is
// what was open before, with what came and without what went.
func TestSums(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	rapid.Check(t, func(t *rapid.T) {
		from, until := Period(fmt.Sprintf("2026-Q%d", rapid.IntRange(1, 4).Draw(t, "quarter"))).Bounds(berlin)
		var items []Item
		for range rapid.IntRange(0, 40).Draw(t, "n") {
			i := Item{ID: int64(len(items) + 1), CreatedAt: from.Add(time.Duration(rapid.IntRange(-50, 100).Draw(t, "day")) * 24 * time.Hour)}
			if rapid.Bool().Draw(t, "solved") {
				i.SolvedAt = i.CreatedAt.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "days")) * 24 * time.Hour)
			}
			items = append(items, i)
		}
		s := sum(items, nil, from, until, berlin)
		opened, solved, before := 0, 0, 0
		for i, w := range s.weeks {
			opened, solved = opened+w.opened, solved+w.solved
			if i > 0 && (!w.from.Equal(s.weeks[i-1].until) || w.from.In(berlin).Weekday() != time.Monday) {
				t.Fatalf("%v follows %v", w.from, s.weeks[i-1].until)
			}
		}
		for _, i := range items {
			if i.CreatedAt.Before(from) && (i.SolvedAt.IsZero() || !i.SolvedAt.Before(from)) {
				before++
			}
		}
		last := s.weeks[len(s.weeks)-1]
		if opened != len(s.opened) || solved != len(s.solved) || !last.until.Equal(until) || last.open != before+opened-solved || last.open != len(s.left) {
			t.Fatalf("%+v: %d opened, %d solved, %d before", s, opened, solved, before)
		}
	})
}
