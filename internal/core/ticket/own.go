package ticket

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// OwnStatus is a status in the customer's words: what we wait for is ours to know (tickets.md, Statuses: of
// on-hold the requester sees "Open").
type OwnStatus string

// The statuses that a customer sees.
const (
	OwnOpen    OwnStatus = "open"
	OwnPending OwnStatus = "pending" // we wait for them
	OwnSolved  OwnStatus = "solved"
	OwnClosed  OwnStatus = "closed" // an answer opens a follow-up
)

// Own is the status as the customer sees it.
func (s Status) Own() OwnStatus {
	switch s {
	case Pending:
		return OwnPending
	case Solved:
		return OwnSolved
	case Closed:
		return OwnClosed
	}
	return OwnOpen
}

// Live reports whether work may be left.
func (s OwnStatus) Live() bool { return s == OwnOpen || s == OwnPending }

// OwnRow is a line of a customer's list of tickets.
type OwnRow struct {
	ID         int64
	Subject    string
	Status     OwnStatus
	Mine       bool   // the customer asked it; false: they are copied on it, or it is a colleague's
	Requester  string // name of who asked it
	CreatedAt  time.Time
	LastAt     time.Time // of the last public word
	LastAuthor string
	LastMine   bool // by the customer themselves
	LastOurs   bool // by the desk
}

// OwnFilter says which of the tickets that a customer may see are listed.
type OwnFilter struct {
	Solved     bool   // solved and closed ones; false: open ones
	Colleagues bool   // what colleagues asked, where the organization shares it; false: the customer's own
	Query      string // words that each stand in the subject or in what was said in public; empty: all
	Page       int    // from 0
}

// OwnPage is a page of a customer's list.
type OwnPage struct {
	Rows         []OwnRow // the newest word first
	Open, Solved int      // how many there are of each that the query finds
	More         bool     // there is a page behind it
	Shares       bool     // the customer's organization shows its people one another's tickets
}

// OwnTicket is a ticket as its customer may see it. It has no place for what stays inside: no notes, no followers, no
// fields of the staff, no due dates, nobody's name but of those who wrote publicly.
type OwnTicket struct {
	OwnRow
	Colleague  bool // a colleague asked it: to be read, and neither answered nor changed
	Severity   Severity
	Region     string     // key; empty: all regions
	Paused     bool       // at the customer's request
	Form       string     // title; empty where it is none of the customers'
	Fields     []OwnValue // those of the customers, in their order
	Comments   []OwnComment
	CCs        []OwnCC
	FollowUpOf int64    // a ticket that the customer may see; 0: none
	MergedInto int64    // likewise
	Refuses    Refusals // what the desk does not take of anybody
}

// OwnComment is a public comment.
type OwnComment struct {
	ID          int64
	AuthorID    int64
	Author      string
	Mine, Ours  bool
	Format      Format
	Body        string
	Folds       []Fold
	At          time.Time
	Attachments []Attachment
}

// OwnValue is a custom field with what it says in words.
type OwnValue struct {
	Title  string
	Kind   FieldKind
	Values []string
}

// OwnCC is somebody who is copied on a ticket, by address alone: a name behind an address is not the customer's to
// learn.
type OwnCC struct {
	UserID  int64
	Address string
	Me      bool
}

// customer is who asks for tickets of their own. Members of staff are customers of what they asked themselves; what
// they are copied on is work, and shown where work is done.
type customer struct {
	id    int64
	staff bool
}

func customerOf(ctx context.Context) customer {
	p, _ := access.From(ctx)
	return customer{p.UserID, p.Role.Staff()}
}

// asDesk lets the desk act for a customer who was let through: what happens is still the customer's doing.
func asDesk(ctx context.Context) context.Context {
	p, _ := access.From(ctx)
	return access.With(ctx, access.Principal{UserID: p.UserID, Name: p.Name, Role: access.System, Via: ownChannel})
}

const ownChannel = "portal"

// OwnPageSize is how many rows a page of OwnList has.
const OwnPageSize = 30

// OwnList lists a page of the tickets that f asks for. A ticket without a public word is not shown.
func (s *Service) OwnList(ctx context.Context, f OwnFilter) (OwnPage, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return OwnPage{}, err
	}
	who, q := customerOf(ctx), s.db.Read()
	var all OwnPage
	org, err := s.organizationOf(ctx, q, who)
	if err != nil {
		return all, err
	}
	all.Shares = org.SharesTickets && !who.staff
	if all.Open, all.Solved, err = countOwn(ctx, q, who, f); err != nil {
		return all, err
	}
	all.Rows, err = ownRows(ctx, q, who, f, OwnPageSize+1)
	if len(all.Rows) > OwnPageSize {
		all.Rows, all.More = all.Rows[:OwnPageSize], true
	}
	return all, err
}

// Own gives a ticket of the customer's, or one of a colleague whose organization shares them; fault.NotFound also for one
// that is somebody else's.
func (s *Service) Own(ctx context.Context, id int64) (OwnTicket, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return OwnTicket{}, err
	}
	who, q := customerOf(ctx), s.db.Read()
	acts, err := mayRead(ctx, q, who, id)
	if err != nil {
		return OwnTicket{}, err
	}
	t, err := s.Load(ctx, q, id)
	if err != nil {
		return OwnTicket{}, err
	}
	comments, err := publicComments(ctx, q, id)
	if err != nil {
		return OwnTicket{}, err
	}
	ids := append([]int64{t.RequesterID}, t.CCs...)
	for _, c := range comments {
		ids = append(ids, c.AuthorID)
	}
	users, err := s.people.Named(ctx, q, ids...)
	if err != nil {
		return OwnTicket{}, err
	}
	own := ownTicket(who, t, comments, users)
	if own.Colleague = !acts; own.Colleague {
		own.CCs = nil // who reads along is between who asked and them
	}
	if own.Refuses, err = s.Refuses(ctx, q); err != nil {
		return own, err
	}
	if own.FollowUpOf, err = ifOwn(ctx, q, who, t.FollowUpOf); err != nil {
		return own, err
	}
	if own.MergedInto, err = ifOwn(ctx, q, who, t.MergedInto); err != nil {
		return own, err
	}
	return own, own.addForm(ctx, q, t)
}

// loadOwn gives a ticket with its parts, if it is the customer's to act on.
func (s *Service) loadOwn(ctx context.Context, q db.Querier, who customer, id int64) (Ticket, error) {
	if err := mayOwn(ctx, q, who, id); err != nil {
		return Ticket{}, err
	}
	return s.Load(ctx, q, id)
}

// ownTicket leaves out of a ticket what stays inside. It is pure.
func ownTicket(who customer, t Ticket, comments []Comment, users map[int64]people.User) OwnTicket {
	own := OwnTicket{Severity: t.Severity, Region: t.Region, Paused: !t.PausedAt.IsZero(),
		OwnRow: OwnRow{ID: t.ID, Subject: t.Subject, Status: t.Status.Own(), Mine: t.RequesterID == who.id,
			Requester: users[t.RequesterID].Name, CreatedAt: t.CreatedAt}}
	for _, c := range comments {
		author := users[c.AuthorID]
		own.Comments = append(own.Comments, OwnComment{ID: c.ID, AuthorID: author.ID, Author: author.Name, Mine: author.ID == who.id,
			Ours: author.Role.Staff() && author.ID != t.RequesterID, Format: c.Format, Body: c.Body, Folds: c.Folds, At: c.At, Attachments: c.Attachments})
	}
	if n := len(own.Comments); n > 0 {
		last := own.Comments[n-1]
		own.LastAt, own.LastAuthor, own.LastMine, own.LastOurs = last.At, last.Author, last.Mine, last.Ours
	}
	for _, id := range t.CCs {
		own.CCs = append(own.CCs, OwnCC{UserID: id, Address: users[id].Email, Me: id == who.id})
	}
	return own
}

// addForm fills the form and its fields, as far as they are the customers'.
func (t *OwnTicket) addForm(ctx context.Context, q db.Querier, from Ticket) error {
	forms, err := listForms(ctx, q)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(forms, func(f Form) bool { return f.ID == from.FormID && f.Customers }); i >= 0 {
		t.Form = forms[i].Title
	}
	if len(from.Fields) == 0 {
		return nil
	}
	fields, err := listFields(ctx, q)
	for _, f := range fields {
		values := from.Fields[f.Key]
		if !f.Customers || len(values) == 0 {
			continue
		}
		words := make([]string, len(values))
		for i, v := range values {
			words[i] = f.TitleOf(v)
		}
		t.Fields = append(t.Fields, OwnValue{f.Title, f.Kind, words})
	}
	return err
}
