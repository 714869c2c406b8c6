package scenario

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// guarded is a desk with everybody of the schedules on call: Ana, then Emil, for emergencies, their manager and two seniors.
func guarded(t *testing.T, begin string, scene func(t *testing.T, k *desk)) {
	t.Helper()
	play(t, begin, func(t *testing.T, k *desk) {
		for _, u := range []people.User{
			{Name: "Mona Petit", Email: "mona@desk.test", Role: access.Lead, Region: "emea", Zone: "Europe/Amsterdam"},
			{Name: "Sven Holm", Email: "sven@desk.test", Role: access.Lead, Region: "emea", Zone: "Europe/Amsterdam"},
			{Name: "Tara Shah", Email: "tara@desk.test", Role: access.Admin, Region: "emea", Zone: "Europe/Amsterdam"},
		} {
			k.enlist(u)
		}
		k.do(func(ctx context.Context, tx *db.Tx) error {
			w := k.users["ana"].Work
			w.ManagerID = k.users["mona"].ID
			_, err := k.People.SaveWorkIn(ctx, tx, k.users["ana"].ID, w)
			return err
		})
		k.onDuty(oncall.CustomerEmergencies, "ana", "emil")
		k.onDuty(oncall.SupportManagers, "mona")
		k.onDuty(oncall.SeniorLeaders, "sven", "tara")
		k.pager()
		scene(t, k)
	})
}

// emergency opens one in the portal, by the form that every desk has.
func (k *desk) emergency(v *visitor) int64 {
	k.t.Helper()
	id := v.send("/portal/new", "form", k.form("Emergency"), "subject", "All requests answer 502", "body", "Since the upgrade.", "severity", "1",
		"region", "emea", "do", "send").ticket("/portal/tickets/")
	k.wait(0)
	return id
}

// form is the number of a form.
func (k *desk) form(title string) string {
	k.t.Helper()
	forms, err := k.Tickets.Forms(k.system())
	k.must(err)
	for _, f := range forms {
		if f.Title == title {
			return number(f.ID)
		}
	}
	k.t.Fatalf("there is no form %s", title)
	return ""
}

// answers checks who answers for the emergency of a ticket; nobody is the empty name.
func (k *desk) answers(id int64, name string) emergency.Emergency {
	k.t.Helper()
	all, err := k.Emergencies.Of(k.system(), id)
	k.must(err)
	if len(all) == 0 {
		k.t.Fatalf("ticket %d never was an emergency", id)
	}
	if all[0].Responsible != k.users[name].ID {
		k.t.Errorf("user %d answers for #%d, want %q", all[0].Responsible, id, name)
	}
	return all[0]
}

// rings lists the pages of a ticket that are not resolved.
func (k *desk) rings(id int64) []paging.Page {
	k.t.Helper()
	open, err := k.Paging.Open(k.system(), k.DB.Read(), event.Ticket(id))
	k.must(err)
	return open
}

// count checks how many pages each got.
func (k *desk) count(want map[string]int) {
	k.t.Helper()
	for name, n := range want {
		if got := k.paged(name); len(got) != n {
			k.t.Errorf("%s was paged %d times, want %d: %v", name, len(got), n, got)
		}
	}
}

// TestScenario02Page lets a ticket of high priority come on a Saturday: whoever is on call is paged, not the engineer it is
// assigned to.
func TestScenario02Page(t *testing.T) {
	guarded(t, "2026-10-17 10:00", func(t *testing.T, k *desk) {
		k.customer(func(o *people.Organization) { o.Tier, o.AssignedEngineerID = "signature", k.users["ben"].ID })
		dana := k.enter("dana")
		id := dana.open("2", "emea")
		k.stands(id, ticket.Open, "ben") // by the assignment that the organization's page made
		k.due(id, clock.FirstReply, "Sat 12:00")
		k.wait(time.Minute)
		k.count(map[string]int{"ana": 1, "ben": 0, "mona": 0})
		if got := k.ticket(id); got.Stage == ticket.Emergency {
			t.Error("a ticket of high priority became an emergency")
		}
		ana := k.signIn("ana")
		k.reply(ana, id, "I look at it.")
		k.wait(time.Hour)
		k.count(map[string]int{"ana": 1, "mona": 0})
		if open := k.rings(id); len(open) != 0 {
			t.Errorf("after the reply it rings: %+v", open)
		}
	})
}

func TestScenario14(t *testing.T) {
	guarded(t, "2026-10-18 03:00", func(t *testing.T, k *desk) {
		dana := k.enter("dana")
		id := k.emergency(dana)
		if got := k.ticket(id); got.Stage != ticket.Emergency || got.Priority != ticket.Urgent || got.OrganizationID != k.acme.ID {
			t.Fatalf("the ticket is %s in %s", got.Priority, got.Stage)
		}
		k.due(id, clock.FirstReply, "Sun 03:30")
		k.wait(9*time.Minute + 50*time.Second)
		k.count(map[string]int{"ana": 1, "emil": 0, "mona": 0, "sven": 0})
		if m := k.last("ana", notify.Notification); !strings.Contains(m.Text, "Acme") || !strings.Contains(m.Text, "Ultimate") ||
			!strings.Contains(m.Text, "EMEA") ||
			!strings.Contains(m.Text, "Since the upgrade.") || !strings.Contains(m.Text, "min left") {
			t.Errorf("the page says\n%s", m.Text)
		}
		k.wait(15 * time.Second)
		k.count(map[string]int{"ana": 1, "mona": 1, "sven": 0})
		k.wait(5 * time.Minute)
		k.count(map[string]int{"ana": 1, "mona": 1, "sven": 1, "tara": 1})

		k.answers(id, "")
		mona, mailed := k.signIn("mona"), len(k.mails("dana", ""))
		mona.post(page(id, "/emergency/acknowledge")).leads(page(id, ""))
		k.wait(20 * time.Minute)
		e := k.answers(id, "mona")
		mona.get(page(id, "")).shows(http.StatusOK, "Mona Petit", "answers for the emergency", "entitled")
		k.count(map[string]int{"ana": 1, "mona": 1, "sven": 1, "tara": 1})
		if n := len(k.mails("dana", "")); n != mailed {
			t.Errorf("the acknowledgement sent the customer %d mails", n-mailed)
		}
		if c := k.clock(id, clock.FirstReply); c.Phase != clock.Running || !e.Open() {
			t.Errorf("the acknowledgement changed the clock: %+v", c)
		}
		k.reply(mona, id, "We look at it.")
		if open := k.rings(id); len(open) != 0 {
			t.Errorf("after the reply it rings: %+v", open)
		}
		if e := k.answers(id, "mona"); !e.Open() || k.ticket(id).Stage != ticket.Emergency {
			t.Error("the reply ended the emergency")
		}
	})
}

func TestScenario15(t *testing.T) {
	guarded(t, "2026-10-18 03:00", func(t *testing.T, k *desk) {
		k.customer(func(o *people.Organization) { o.Plan, o.SupportLevel = "Starter", "" })
		dana, ana := k.enter("dana"), k.signIn("ana")
		id := k.emergency(dana)
		k.wait(time.Hour)
		k.count(map[string]int{"ana": 0, "mona": 0})
		ana.get(page(id, "")).shows(http.StatusOK, "not entitled", "nobody was paged")
		ana.get("/emergencies").shows(http.StatusOK, "All requests answer 502", "not entitled")
		ana.get(page(id, "/emergency/decide")).shows(http.StatusOK, "does not include emergency support", "Dana")
		ana.post(page(id, "/emergency/decide"), "decision", "downgrade", "reason", "", "reply", "No.").shows(http.StatusUnprocessableEntity,
			"Write why this is no emergency", "No.")
		ana.post(page(id, "/emergency/decide"), "decision", "downgrade", "reason", "Starter has none", "reply",
			"Hello Dana, we go on at high priority.").leads(page(id, ""))
		k.wait(undo)
		got := k.ticket(id)
		if got.Priority != ticket.High || got.Stage != ticket.NextReply || number(got.FormID) != k.form("Self-Managed") {
			t.Errorf("the ticket is %s in %s of form %d", got.Priority, got.Stage, got.FormID)
		}
		if e := k.answers(id, ""); e.Open() || e.Reason != "Starter has none" || e.DecidedBy != k.users["ana"].ID {
			t.Errorf("the emergency is %+v", e)
		}
		if m := k.last("dana", notify.Reply); !strings.Contains(m.Text, "we go on at high priority") {
			t.Errorf("the customer reads %q", m.Text)
		}
		ana.get(page(id, "")).shows(http.StatusOK, "Starter has none", "Not an emergency")
		k.count(map[string]int{"ana": 0})
	})
}

func TestScenario16(t *testing.T) {
	guarded(t, "2026-10-16 10:00", func(t *testing.T, k *desk) {
		dana, finn := k.enter("dana"), k.enter("finn")
		ana, emil := k.signIn("ana"), k.signIn("emil")
		first := k.emergency(dana)
		ana.post(page(first, "/emergency/acknowledge")).leads(page(first, ""))
		k.wait(time.Minute)
		second := k.emergency(finn)
		k.wait(time.Minute)
		k.count(map[string]int{"ana": 1, "emil": 1, "mona": 0})
		emil.post(page(second, "/emergency/acknowledge")).leads(page(second, ""))
		k.answers(first, "ana")
		k.answers(second, "emil")
		emil.post(page(first, "/emergency/acknowledge")).shows(http.StatusConflict, "Ana Ruiz answers for the emergency")
		third := k.emergency(dana)
		k.wait(time.Minute)
		k.count(map[string]int{"ana": 1, "emil": 1, "mona": 1})
		k.answers(third, "")
		k.answers(first, "ana")
	})
}

func TestScenario17(t *testing.T) {
	play(t, "2026-10-16 14:00", func(t *testing.T, k *desk) {
		k.shift(oncall.CustomerEmergencies, window("ana", k, "08:00", "18:00"), window("cora", k, "18:00", "24:00"), window("ben", k, "18:00", "24:00"))
		k.pager()
		dana, ana, ben, cora := k.enter("dana"), k.signIn("ana"), k.signIn("ben"), k.signIn("cora")
		id := k.emergency(dana)
		ana.post(page(id, "/emergency/acknowledge")).leads(page(id, ""))
		ana.post(page(id, "/emergency/call"), "link", "https://call.test/1").leads(page(id, ""))
		ana.post(page(id, "/emergency/call/change"), "what", "here").leads(page(id, ""))
		k.wait(90*time.Minute + time.Second)
		if m := k.last("ana", notify.Notification); !strings.Contains(m.Subject, "time for a break") {
			t.Errorf("after 90 minutes Ana is told %q", m.Subject)
		}
		ana.post(page(id, "/emergency/call/change"), "what", "break").leads(page(id, ""))
		ana.get(page(id, "")).shows(http.StatusOK, "Break ends")

		k.until("2026-10-16 17:45")
		if m := k.last("ana", notify.Notification); !strings.Contains(m.Subject, "hand the emergency over") {
			t.Errorf("before the shift ends Ana is told %q", m.Subject)
		}
		ana.get("/emergencies").shows(http.StatusOK, "The shift ends")
		ana.get(page(id, "/emergency/hand-over")).shows(http.StatusOK, "Problem", "Done so far", "Ruled out", "Current theory", "Alternatives not considered",
			"Escalation needed", "Next steps", "Assumptions made", "Ben Tran, on call")
		ana.post(page(id, "/emergency/hand-over"), "problem", "502", "done", "", "next", "").shows(http.StatusUnprocessableEntity,
			"Say what was done so far", "502")
		ana.post(page(id, "/emergency/hand-over"), "problem", "502 for everyone", "done", "Rolled back", "next", "Kill the migration").leads(page(id, ""))
		k.wait(time.Minute)
		k.count(map[string]int{"ben": 1, "ana": 2, "cora": 0})
		k.answers(id, "ana")
		ben.post("/emergencies/hand-overs/1/refuse", "reason", "I am in another one").leads(page(id, ""))
		k.wait(time.Minute)
		k.count(map[string]int{"cora": 1})
		ben.post("/emergencies/hand-overs/1/accept").shows(http.StatusUnprocessableEntity, "Cora Diaz is asked")
		cora.get("/emergencies/hand-overs/1").shows(http.StatusOK, "Kill the migration", "Accept", "I am in another one")
		cora.post("/emergencies/hand-overs/1/accept").leads(page(id, ""))
		k.answers(id, "cora")

		cora.get(page(id, "/emergency/resolve")).shows(http.StatusOK, "Open a linked ticket")
		cora.post(page(id, "/emergency/resolve"), "words", "It works again.", "follow", "on", "subject", "Find the cause", "priority",
			"low", "body", "We go on here.").leads(page(id, ""))
		k.wait(undo)
		e := k.answers(id, "cora")
		next := k.ticket(e.FollowUp)
		if got := k.ticket(id); got.Status != ticket.Solved || e.Ending != emergency.Solved || next.FollowUpOf != id ||
			next.Priority != ticket.Low || next.Stage == ticket.Emergency {
			t.Errorf("the emergency is %s, the next %+v", got.Status, next)
		}
		if busy, err := k.Emergencies.Busy(k.system(), k.DB.Read(), k.users["cora"].ID, time.Now()); err != nil || busy {
			t.Errorf("Cora answers for something: %v", err)
		}
	})
}

var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// window is somebody's shift of every day, by the clock of Amsterdam.
func window(name string, k *desk, from, until string) oncall.Layer {
	return oncall.Layer{Layer: rotation.Layer{Name: name, Zone: "Europe/Amsterdam", Users: []int64{k.users[name].ID},
		Windows: []rotation.Window{{Days: week, Start: from, End: until}}}}
}

func TestScenario18(t *testing.T) {
	guarded(t, "2026-10-16 10:00", func(t *testing.T, k *desk) {
		dana, ana, mona := k.enter("dana"), k.signIn("ana"), k.signIn("mona")
		id := k.emergency(dana)
		k.wait(time.Minute)
		ana.post(page(id, "/emergency/acknowledge")).leads(page(id, ""))
		retros, err := k.Emergencies.RetrosOf(k.as("mona"), id)
		k.must(err)
		if len(retros) != 1 || retros[0].State(time.Now()) != emergency.Stub || retros[0].Owner != k.users["mona"].ID || !retros[0].DueAt.IsZero() {
			t.Fatalf("the page left %+v", retros)
		}
		mona.get("/emergencies/retros").shows(http.StatusOK, "stub", "Mona Petit", "Ana Ruiz")
		k.reply(ana, id, "We look at it.")
		k.wait(time.Hour)
		ana.post(page(id, "/update"), "was-tags", "", "tags", "retro").leads(page(id, ""))
		if got := k.ticket(id).Tags; !slices.Contains(got, "retro") {
			t.Fatalf("the ticket has the tags %v", got)
		}
		retros, err = k.Emergencies.RetrosOf(k.as("mona"), id)
		k.must(err)
		if r := retros[0]; r.State(time.Now()) != emergency.Started || !r.DueAt.Equal(time.Now().AddDate(0, 0, 7)) || r.Owner != k.users["mona"].ID {
			t.Errorf("the label made it %+v", r)
		}
		mona.get("/emergencies/retros/1").shows(http.StatusOK, "Timeline", "answers for the emergency", "What went well", "wrote in public")
		mona.post("/emergencies/retros/1/actions", "action", "Alarm on disk space").leads("/emergencies/retros/1")
		mona.get("/emergencies/retros").shows(http.StatusOK, "begun", "Alarm on disk space")
	})
}

// TestEmergencyByAddress takes a mail to the address for emergencies as one, at any hour.
func TestEmergencyByAddress(t *testing.T) {
	guarded(t, "2026-10-18 03:00", func(t *testing.T, k *desk) {
		k.do(func(ctx context.Context, tx *db.Tx) error {
			rules := emergency.RulesKey.Default
			rules.Addresses = []string{urgently}
			return errors.Join(intake.Addresses.Set(ctx, tx, k.Log, []string{address, urgently}), emergency.RulesKey.Set(ctx, tx, k.Log, rules))
		})
		plain := k.mail(letter{from: "dana", subject: "A question", text: "How?"})
		id := k.mail(letter{from: "dana", to: urgently, subject: "It is down", text: "All of it."})
		k.wait(time.Minute)
		got := k.ticket(id)
		if got.Stage != ticket.Emergency || got.Priority != ticket.Urgent || number(got.FormID) != k.form("Emergency") ||
			k.answers(id, "").How != emergency.ByAddress {
			t.Errorf("the mail became %s in %s of form %d", got.Priority, got.Stage, got.FormID)
		}
		k.due(id, clock.FirstReply, "Sun 03:30")
		if k.ticket(plain).Stage == ticket.Emergency {
			t.Error("an ordinary mail became an emergency")
		}
		k.count(map[string]int{"ana": 1})
	})
}

const urgently = "emergency@desk.test"

// number is a number as forms send it.
func number(id int64) string { return strconv.FormatInt(id, 10) }
