package scenario

import (
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// ticket reads a ticket as it is.
func (k *desk) ticket(id int64) ticket.Ticket {
	k.t.Helper()
	t, err := k.Tickets.Get(k.system(), id)
	k.must(err)
	return t
}

// thread reads what was said on a ticket.
func (k *desk) thread(id int64) []ticket.Comment {
	k.t.Helper()
	th, err := k.Tickets.Thread(k.as("lea"), id)
	k.must(err)
	return th.Comments
}

// stands checks where a ticket stands and who has it; nobody is the empty name.
func (k *desk) stands(id int64, status ticket.Status, owner string) {
	k.t.Helper()
	if t := k.ticket(id); t.Status != status || t.AssigneeID != k.users[owner].ID {
		k.t.Errorf("ticket %d is %s with user %d, want %s with %q", id, t.Status, t.AssigneeID, status, owner)
	}
}

// clock gives the newest clock of a metric as the page explains it.
func (k *desk) clock(id int64, m clock.Metric) sla.Course {
	k.t.Helper()
	e, err := k.Clocks.Explain(k.as("lea"), id)
	k.must(err)
	var newest sla.Course
	for _, c := range e.Courses {
		if c.Metric == m && (newest.Metric == "" || c.Instance > newest.Instance) {
			newest = c
		}
	}
	if newest.Metric == "" {
		k.t.Fatalf("ticket %d has no clock for %s: %s", id, m, e.None)
	}
	return newest
}

// due checks to the minute when a clock that runs is due, in Amsterdam.
func (k *desk) due(id int64, m clock.Metric, want string) {
	k.t.Helper()
	c := k.clock(id, m)
	if got := c.Due.In(amsterdam).Format("Mon 15:04"); c.Phase != clock.Running || got != want || c.Due.Second() != 0 {
		k.t.Errorf("%s of ticket %d is %s and due %s, want %s", m, id, c.Phase, c.Due.In(amsterdam).Format("Mon 2 Jan 15:04:05"), want)
	}
}

// facts gives what the log says of a ticket, of one kind.
func facts[F event.Fact](k *desk, id int64) (list []F) {
	k.t.Helper()
	for _, e := range events[F](k, id) {
		f, err := event.Decode[F](e)
		k.must(err)
		list = append(list, f)
	}
	return list
}

func events[F event.Fact](k *desk, id int64) (list []event.Event) {
	k.t.Helper()
	var kind F
	all, err := event.Of(k.t.Context(), k.DB.Read(), event.Ticket(id), 0)
	k.must(err)
	for _, e := range all {
		if e.Kind == kind.EventKind() {
			list = append(list, e)
		}
	}
	return list
}

// undo is how long a public reply can be taken back.
const undo = 10 * time.Second

// reply sends words of ours from the ticket's page, with more fields of the form; they are on their way once the time
// to take them back is over.
func (k *desk) reply(v *visitor, id int64, text string, fields ...string) {
	k.t.Helper()
	v.send(page(id, "/reply"), append([]string{"mode", "public", "body", text}, fields...)...).leads(page(id, ""))
	k.wait(undo)
}
