package notify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Alert is what a ticket's clock has to say.
type Alert struct {
	Cause    string // the same for each telling of one matter
	Ticket   ticket.Ticket
	Metric   string // first_reply, promise, …
	Contract bool   // owed to the customer; otherwise an objective of the desk's own
	Breach   bool   // Due has passed; otherwise it comes
	Part     float64
	Due      time.Time
	Late     time.Duration // how long after its moment this is told; 0: on time
	To       []int64
}

// Alert tells people on the page and by mail, each once of one cause, by the ways that they did not switch off. The
// caller has checked access.
func (s *Service) Alert(ctx context.Context, tx *db.Tx, a Alert) error {
	if silent(ctx) {
		return nil
	}
	to, err := s.staffOnly(ctx, tx, a.To...)
	if err != nil || len(to) == 0 {
		return err
	}
	from, err := MailFrom.Get(ctx, tx)
	if err != nil {
		return err
	}
	n := news{kind: DueSoon, ticket: a.Ticket.ID, subject: a.Ticket.Subject, cause: a.Cause}
	if a.Breach {
		n.kind = DueLate
	}
	for _, u := range to {
		n.alert, n.detail = a.sentence(u), a.detail(u)
		if err := s.inform(ctx, tx, from, n, u); err != nil {
			return err
		}
	}
	return nil
}

// sentence is the alert in the local time of whoever reads it.
func (a Alert) sentence(to people.User) string {
	verb := "is due"
	if a.Breach {
		verb = "was due"
	}
	late := ""
	if a.Late > 0 {
		late = fmt.Sprintf(" This comes %s late: Daywatch did not run then.", a.Late.Round(time.Minute))
	}
	return fmt.Sprintf("The %s on ticket #%d %s %s: %s.%s", a.what(), a.Ticket.ID, verb, a.when(to), a.Ticket.Subject, late)
}

func (a Alert) detail(to people.User) string { return a.what() + ", " + a.when(to) }

func (a Alert) what() string {
	what := strings.ReplaceAll(a.Metric, "_", " ")
	switch {
	case a.Metric == "promise":
		return "promised update"
	case a.Contract:
		return what + " (contract)"
	}
	return what
}

func (a Alert) when(to people.User) string {
	zone, err := time.LoadLocation(to.Zone)
	if err != nil || to.Zone == "" {
		return a.Due.UTC().Format("Mon 2 Jan 15:04 UTC")
	}
	return a.Due.In(zone).Format("Mon 2 Jan 15:04 MST") + a.Due.UTC().Format(" (15:04 UTC)")
}
