package ticket

import (
	"cmp"
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// NewTicket is what a ticket is opened with.
type NewTicket struct {
	Subject      string
	RequesterID  int64
	Severity     Severity // as the customer said; sets the priority where that is not given
	Priority     Priority // 0: from the severity
	Type         Type
	Organization int64 // 0: the requester's
	GroupID      int64
	AssigneeID   int64
	FollowUpOf   int64
	Channel      string
	Tags         []string
	CCs          []int64
	Stage        Stage   // empty: as its form or its first comment says
	Region       *string // key; nil: the organization's, empty: all regions
	CalendarID   int64
	FormID       int64
	Fields       map[string][]string // custom fields by key
	Accept       []string            // codes of the warnings that the principal has read; see Finding
	Comment      NewComment          // AuthorID 0: the requester
}

const longestSubject = 500

// Create opens a ticket. The principal needs CreateTickets; the first comment may be public (the customer's
// words) or an internal note.
func (s *Service) Create(ctx context.Context, n NewTicket) (Ticket, error) {
	if err := access.Check(ctx, access.CreateTickets); err != nil {
		return Ticket{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Ticket, error) { return s.CreateIn(ctx, tx, n) })
}

// CreateIn is Create inside the caller's transaction. Intake calls it as the system.
func (s *Service) CreateIn(ctx context.Context, tx *db.Tx, n NewTicket) (Ticket, error) {
	if err := access.Check(ctx, access.CreateTickets); err != nil {
		return Ticket{}, err
	}
	t, n, err := s.draftTicket(ctx, tx, n)
	if err != nil {
		return Ticket{}, err
	}
	if err := s.guard(ctx, tx, t, Update{AddCCs: n.CCs, Accept: n.Accept}); err != nil {
		return Ticket{}, err
	}
	if err := s.refuseCCs(ctx, tx, n.CCs); err != nil {
		return Ticket{}, err
	}
	if t.Subject, err = s.bareSubject(ctx, tx, t.Subject); err != nil {
		return Ticket{}, err
	}
	if err := insertTicket(ctx, tx, &t); err != nil {
		return Ticket{}, err
	}
	if err := indexText(ctx, tx, t.ID, "subject", t.ID, t.Subject); err != nil {
		return Ticket{}, err
	}
	if err := s.attachParts(ctx, tx, &t, n); err != nil {
		return Ticket{}, err
	}
	if _, err := changeValues(ctx, tx, &t, n.Fields); err != nil {
		return Ticket{}, err
	}
	created := Created{Requester: t.RequesterID, Organization: t.OrganizationID, Channel: t.Channel, FollowUpOf: t.FollowUpOf}
	if err := s.log.Append(ctx, tx, event.Ticket(t.ID), created); err != nil {
		return Ticket{}, err
	}
	c := n.Comment
	if c.AuthorID == 0 {
		c.AuthorID = t.RequesterID
	}
	c.Channel = t.Channel
	first, err := s.addComment(ctx, tx, &t, c, true)
	t.FirstComment = first.ID
	return t, err
}

// draftTicket checks what was given and fills what follows from it, in the ticket and in what it is opened
// with.
func (s *Service) draftTicket(ctx context.Context, tx *db.Tx, n NewTicket) (Ticket, NewTicket, error) {
	users, err := s.people.Named(ctx, tx, n.RequesterID, n.Comment.AuthorID)
	if err != nil {
		return Ticket{}, n, err
	}
	who, ok := users[n.RequesterID]
	if !ok {
		return Ticket{}, n, fault.Field("requester", "A ticket needs a requester; there is no person with the number %d", n.RequesterID)
	}
	if n, err = n.goingOn(ctx, tx, who.OrganizationID); err != nil {
		return Ticket{}, n, err
	}
	actor, _ := access.From(ctx)
	t := Ticket{
		Subject: cleanSubject(n.Subject), Status: New, Severity: n.Severity, Priority: n.Priority, Type: n.Type, Channel: n.Channel,
		RequesterID: n.RequesterID, SubmitterID: cmp.Or(actor.UserID, n.RequesterID), GroupID: n.GroupID,
		OrganizationID: cmp.Or(n.Organization, who.OrganizationID), AssigneeID: n.AssigneeID, FollowUpOf: n.FollowUpOf,
		Stage: n.Stage, CalendarID: n.CalendarID, FormID: n.FormID,
	}
	if t.Priority == 0 {
		t.Priority = PriorityOf(n.Severity)
	}
	if t.AssigneeID != 0 {
		t.Status = Open
	}
	if err := t.draftStage(ctx, tx, n, users[n.Comment.AuthorID]); err != nil {
		return Ticket{}, n, err
	}
	return t, n, s.draftRegion(ctx, tx, &t, n.Region)
}

func (t *Ticket) draftStage(ctx context.Context, q db.Querier, n NewTicket, author people.User) error {
	form, err := formOf(ctx, q, n.FormID)
	switch {
	case err != nil || n.Stage != "":
		return err
	case form.Emergency:
		t.Stage = Emergency
	default:
		t.Stage = openingStage(n.Comment.Public, author.Role.Staff() && author.ID != n.RequesterID, n.Comment.Automatic)
	}
	return nil
}

// draftRegion takes over the region that the customer prefers.
func (s *Service) draftRegion(ctx context.Context, tx *db.Tx, t *Ticket, given *string) error {
	if given != nil {
		t.Region = *given
		return checkRegion(ctx, tx, t.Region)
	}
	if t.OrganizationID == 0 {
		return nil
	}
	orgs, err := s.people.OrganizationsNamed(ctx, tx, t.OrganizationID)
	t.Region = orgs[t.OrganizationID].Region
	return err
}

func (s *Service) attachParts(ctx context.Context, tx *db.Tx, t *Ticket, n NewTicket) error {
	for _, tag := range cleanTags(n.Tags) {
		if err := addTag(ctx, tx, t.ID, tag); err != nil {
			return err
		}
		t.Tags = append(t.Tags, tag)
	}
	for _, id := range n.CCs {
		if id == t.RequesterID {
			continue
		}
		if err := addPerson(ctx, tx, t.ID, ccKind, id); err != nil {
			return err
		}
		t.CCs = append(t.CCs, id)
	}
	return nil
}

func cleanSubject(subject string) string {
	subject = strings.Join(strings.Fields(strings.ToValidUTF8(subject, "\uFFFD")), " ")
	if subject == "" {
		return "(no subject)"
	}
	if r := []rune(subject); len(r) > longestSubject {
		return string(r[:longestSubject-1]) + "…"
	}
	return subject
}

// cleanTags puts tags into their stored form: lower case, no space inside (Zendesk: Tags).
func cleanTags(tags []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range tags {
		t = strings.Join(strings.Fields(strings.ToLower(t)), "_")
		if t != "" && !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}
