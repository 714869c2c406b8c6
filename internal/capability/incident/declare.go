package incident

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// NewIncident is what an incident is declared with, or maintenance planned.
type NewIncident struct {
	Kind          Kind // empty: an incident
	Title         string
	Severity      int
	Impact        Impact // empty: as the severity suggests
	Confidential  bool
	IssueURL      string
	Speaker       int64     // 0: whoever is on duty
	Ticket        int64     // it is declared from; 0: from none
	StartedAt     time.Time // zero: now
	For, Until    time.Time // of maintenance
	SelfStart     bool
	SelfEnd       bool
	First         NewUpdate // its first word; without a body or template, none is written
	PublishAtOnce bool      // where no approver is asked for
	MaintenanceOf []int64   // components that are under maintenance while it runs
}

// Declare begins an incident, or plans maintenance. Whoever tells the customers is paged; nothing is public before a word of
// it is published.
func (s *Service) Declare(ctx context.Context, n NewIncident) (Incident, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Incident{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Incident, error) {
		i, err := s.declare(ctx, tx, n)
		if err != nil {
			return i, err
		}
		if err := s.firstWord(ctx, tx, &i, n); err != nil {
			return i, err
		}
		if i.Kind == Unplanned && i.LastAt.IsZero() {
			return i, s.page(ctx, tx, i, fmt.Sprint("incident:", i.ID), i.Headline(tx.Now()))
		}
		return i, nil
	})
}

// declare stores the incident with all that hangs on it but its words.
func (s *Service) declare(ctx context.Context, tx *db.Tx, n NewIncident) (Incident, error) {
	i, err := n.incident(ctx, tx.Now())
	if err != nil {
		return i, err
	}
	if err := s.unsealed("title", i.Title); err != nil {
		return i, err
	}
	if i.SpeakerID != 0 {
		if users, err := s.People.Named(ctx, tx, i.SpeakerID); err != nil {
			return i, err
		} else if !users[i.SpeakerID].Role.Allows(access.CommentPublic) {
			return i, fault.Field("speaker", "Choose somebody of the team who writes to customers")
		}
	}
	if err := insertIncident(ctx, tx, &i); err != nil {
		return i, err
	}
	if err := s.Log.Append(ctx, tx, Subject(i.ID), Declared{Kind: i.Kind, Severity: i.Severity, Ticket: i.TicketID}); err != nil {
		return i, err
	}
	if i.TicketID != 0 {
		if err := s.link(ctx, tx, i, i.TicketID, ByDeclaring); err != nil {
			return i, err
		}
	}
	return i, s.sweepLater(ctx, tx, i)
}

func (n NewIncident) incident(ctx context.Context, now time.Time) (Incident, error) {
	actor, _ := access.From(ctx)
	i := Incident{Code: newCode(), Kind: n.Kind, Title: strings.TrimSpace(n.Title), Severity: n.Severity, Status: Investigating, Impact: n.Impact,
		Confidential: n.Confidential, IssueURL: strings.TrimSpace(n.IssueURL), ManagerID: actor.UserID, SpeakerID: n.Speaker, TicketID: n.Ticket,
		StartedAt: n.StartedAt}
	if i.Kind == "" {
		i.Kind = Unplanned
	}
	if i.Title == "" || len(i.Title) > 200 {
		return i, fault.Field("title", "Give it a title of up to 200 letters, in the customer's words")
	}
	if err := checkIssue(i.IssueURL); err != nil {
		return i, err
	}
	if i.StartedAt.IsZero() {
		i.StartedAt = now
	}
	if i.StartedAt.After(now) {
		return i, fault.Field("started_at", "It cannot have begun at %s, which is not over yet", clock(i.StartedAt))
	}
	if i.Kind == Maintenance {
		return n.planned(i, now)
	}
	if i.Severity < 1 || i.Severity > 4 {
		return i, fault.Field("severity", "Choose how bad it is, from s1, the worst, to s4")
	}
	if i.Impact == "" {
		i.Impact = impactOf(i.Severity)
	}
	return i, nil
}

// planned is what differs of maintenance.
func (n NewIncident) planned(i Incident, now time.Time) (Incident, error) {
	i.Severity, i.Impact, i.Status = 0, MaintenanceImpact, Scheduled
	i.ScheduledFor, i.ScheduledUntil, i.SelfStart, i.SelfEnd = n.For, n.Until, n.SelfStart, n.SelfEnd
	switch {
	case i.Confidential:
		return i, fault.Field("confidential", "Maintenance is planned to be told. Leave out what must stay inside")
	case i.ScheduledFor.IsZero() || !i.ScheduledFor.After(now):
		return i, fault.Field("from", "Maintenance is planned for a time to come. Say when it begins")
	case !i.ScheduledUntil.After(i.ScheduledFor):
		return i, fault.Field("until", "It must end after it begins, at %s", clock(i.ScheduledFor))
	}
	i.StartedAt = i.ScheduledFor
	return i, nil
}

func checkIssue(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(address) > 500 {
		return fault.Field("issue_url", "“%s” is no web address. Write it with https:// in front", fault.Clip(address, 80))
	}
	if strings.Trim(u.Path, "/") == "" {
		return fault.Field("issue_url", "“%s” is a whole site: tickets that name it would all be linked. Give the address of the issue",
			fault.Clip(address, 80))
	}
	return nil
}

// firstWord writes what the incident is declared with, and publishes it where that is wanted.
func (s *Service) firstWord(ctx context.Context, tx *db.Tx, i *Incident, n NewIncident) error {
	first := n.First
	first.Incident = i.ID
	if first.Status == "" {
		first.Status = i.Status
	}
	for _, id := range n.MaintenanceOf {
		if i.Kind == Maintenance {
			first.Changes = append(first.Changes, Change{Component: id, To: Maintained})
		}
	}
	if strings.TrimSpace(first.Body) == "" && first.Template == "" {
		if i.Kind == Maintenance {
			return fault.Field("body", "Say what customers should know of the maintenance")
		}
		return nil
	}
	u, err := s.draft(ctx, tx, *i, first)
	if err != nil {
		return err
	}
	needs, err := needsApproval(ctx, tx, *i)
	if err != nil {
		return err
	}
	if needs || !n.PublishAtOnce {
		return s.Log.Append(ctx, tx, Subject(i.ID), Drafted{Update: u.ID, Status: u.Status})
	}
	return s.publish(ctx, tx, i, u)
}
