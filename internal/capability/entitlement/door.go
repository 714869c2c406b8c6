package entitlement

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Mail is a mail that asks for a new ticket.
type Mail struct {
	Delivery  int64
	Address   string // small letters
	Name      string
	Subject   string
	MessageID string
	To        []string
	Language  string // BCP 47, as the mail says; may be empty
	FollowUp  bool   // of a closed ticket of theirs
	Machine   bool   // a program wrote it
	MayAnswer bool   // RFC 3834 §2
}

// MailDoor says in a sentence why a mail is held, after it answered it; empty lets the mail in. The caller is intake, which
// holds the mail in the same transaction.
func (s *Service) MailDoor(ctx context.Context, tx *db.Tx, m Mail) (string, error) {
	u, err := s.People.ByAddress(ctx, tx, m.Address)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", err
	}
	a, err := s.asking(ctx, tx, u, tx.Now())
	if err != nil {
		return "", err
	}
	a.FollowUp, a.To = m.FollowUp, m.To
	if s.Emergency != nil {
		if a.Emergency, err = s.Emergency(ctx, tx, m.To); err != nil {
			return "", err
		}
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return "", err
	}
	v := rules.Judge(a)
	if v.Passes() {
		return "", nil
	}
	if u.ID == 0 {
		u = people.User{Name: m.Name, Email: m.Address}
	}
	if u.Locale == "" {
		u.Locale = m.Language
	}
	r := Refusal{Door: ByMail, Address: m.Address, Name: u.Name, UserID: u.ID, OrganizationID: a.Organization.ID,
		Organization: a.Organization.Name, Reason: v.Reason, Subject: m.Subject, DeliveryID: m.Delivery}
	return v.Reason.sentence(r), s.refuseMail(ctx, tx, rules, r, u, a.Organization, m)
}

// refuseMail keeps the refusal and answers it, at most once in a while and never a program: two desks would thank each
// other for ever (RFC 3834 §2).
func (s *Service) refuseMail(ctx context.Context, tx *db.Tx, rules Rules, r Refusal, u people.User, o people.Organization, m Mail) error {
	told, err := s.words(ctx, tx, u, o, r.Reason, m.Subject)
	if err != nil {
		return err
	}
	recent, err := toldSince(ctx, tx, m.Address, tx.Now().Add(-time.Duration(rules.AnswerHours)*time.Hour))
	switch {
	case err != nil:
		return err
	case m.Machine || !m.MayAnswer:
		r.Silence = SilentMachine
	case recent:
		r.Silence = SilentRecent
	case s.Answer == nil:
		r.Silence = SilentBrake
	default:
		sent, err := s.Answer(ctx, tx, Reply{Cause: fmt.Sprint("delivery:", m.Delivery), Address: m.Address, Name: u.Name,
			Subject: told.Subject, Body: told.Body, Plain: told.Plain, InReplyTo: m.MessageID})
		if err != nil {
			return err
		}
		if r.Told = told.Body; !sent {
			r.Told, r.Silence = "", SilentBrake
		}
	}
	return s.keep(ctx, tx, r)
}

// keep stores a refusal; one of a mail that is judged again is there already.
func (s *Service) keep(ctx context.Context, tx *db.Tx, r Refusal) error {
	id, err := insertRefusal(ctx, tx, r)
	if err != nil || id == 0 {
		return err
	}
	return s.Log.Append(ctx, tx, Subject(id), TurnedAway{Reason: r.Reason, Door: r.Door, User: r.UserID, Organization: r.OrganizationID})
}

// Judge says how somebody stands at an instant, before it is known what they ask. The caller may see them.
func (s *Service) Judge(ctx context.Context, q db.Querier, u people.User, o people.Organization, at time.Time) (Verdict, error) {
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return Verdict{}, err
	}
	a, err := s.named(ctx, q, Asking{User: u, Organization: o, At: at})
	return rules.Judge(a), err
}

// asking gathers what decides about somebody; the zero user is a stranger.
func (s *Service) asking(ctx context.Context, q db.Querier, u people.User, at time.Time) (Asking, error) {
	a := Asking{User: u, At: at}
	if u.OrganizationID != 0 {
		orgs, err := s.People.OrganizationsNamed(ctx, q, u.OrganizationID)
		if err != nil {
			return a, err
		}
		a.Organization = orgs[u.OrganizationID]
	}
	return s.named(ctx, q, a)
}

// named fills whether they are named, and whether anybody is.
func (s *Service) named(ctx context.Context, q db.Querier, a Asking) (_ Asking, err error) {
	if a.User.ID != 0 {
		c, ok, err := s.People.ContactOf(ctx, q, a.User.ID)
		if err != nil {
			return a, err
		}
		a.Contact = ok && c.OrganizationID == a.Organization.ID
		if a.LetIn, err = letIn(ctx, q, a.User.ID, a.At.Add(-letInFor)); err != nil {
			return a, err
		}
	}
	a.AnyContacts, err = s.People.NamesContacts(ctx, q)
	return a, err
}

// words fills what somebody is told.
func (s *Service) words(ctx context.Context, q db.Querier, u people.User, o people.Organization, why Reason, subject string) (Told, error) {
	words, err := WordsKey.Get(ctx, q)
	if err != nil {
		return Told{}, err
	}
	about := About{Name: u.Name, Subject: subject, Organization: o}
	if s.Desk != nil {
		if about.Desk, err = s.Desk(ctx, q); err != nil {
			return Told{}, err
		}
	}
	owners, err := s.People.WithOwners(ctx, q, o.Owners)
	if err != nil {
		return Told{}, err
	}
	o.Owners = owners
	about.Owner, _ = o.Owner(people.AccountOwner)
	return words.Tell(ctx, u.Locale, why, about)
}

// OwnJudge is the door of the portal, as ticket.Door asks it.
func (s *Service) OwnJudge(ctx context.Context, q db.Querier, asked ticket.OwnAsking) (ticket.OwnRefusal, error) {
	var none ticket.OwnRefusal
	u, a, v, err := s.ownVerdict(ctx, q, asked)
	if err != nil || v.Passes() {
		return none, err
	}
	told, err := s.words(ctx, q, u, a.Organization, v.Reason, asked.Subject)
	return ticket.OwnRefusal{Reason: string(v.Reason), Words: told.Body}, err
}

func (s *Service) ownVerdict(ctx context.Context, q db.Querier, asked ticket.OwnAsking) (u people.User, a Asking, v Verdict, err error) {
	users, err := s.People.Named(ctx, q, asked.UserID)
	if err != nil {
		return u, a, v, err
	}
	u = users[asked.UserID]
	if a, err = s.asking(ctx, q, u, s.DB.Now(ctx)); err != nil {
		return u, a, v, err
	}
	a.Emergency, a.FollowUp, a.Form = asked.Form.Emergency, asked.FollowUp, asked.Form.Title
	rules, err := RulesKey.Get(ctx, q)
	return u, a, rules.Judge(a), err
}

// OwnTurnedAway notes that a customer had written something in the portal and was turned away with it; what they wrote stays
// in their draft. One who tries again and again is one refusal.
func (s *Service) OwnTurnedAway(ctx context.Context, tx *db.Tx, asked ticket.OwnAsking, r ticket.OwnRefusal) error {
	users, err := s.People.Named(ctx, tx, asked.UserID)
	if err != nil {
		return err
	}
	u := users[asked.UserID]
	if known, err := openOf(ctx, tx, ByPortal, u.ID); err != nil || known {
		return err
	}
	return s.keep(ctx, tx, Refusal{Door: ByPortal, Address: u.Email, Name: u.Name, UserID: u.ID, OrganizationID: u.OrganizationID,
		Reason: Reason(r.Reason), Subject: asked.Subject, Told: r.Words})
}

// follow ties a ticket that came of a refusal to it: what was let in is done with.
func (s *Service) follow() event.Handler {
	return event.Handler{Name: "entitlement", Kinds: []string{ticket.Created{}.EventKind()}, Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
		c, err := event.Decode[ticket.Created](e)
		if err != nil {
			return err
		}
		return tieRefusal(ctx, tx, c.Requester, e.Subject.ID, tx.Now().Add(-letInFor))
	}}
}
