package review

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Draft is what somebody has typed of a call's minutes and not sent.
type Draft struct {
	Public bool // minutes; else notes
	Body   string
	At     time.Time // zero: there is none
}

// SaveDraft keeps what the principal has typed; an empty text forgets it.
func (s *Service) SaveDraft(ctx context.Context, meetingID int64, public bool, body string) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	if tooLong(body) {
		return fault.Field("body", "Minutes have up to %d characters", mostText)
	}
	actor, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if _, err := findMeeting(ctx, tx, meetingID); err != nil {
			return err
		}
		return keepDraft(ctx, tx, meetingID, actor.UserID, Draft{Public: public, Body: body, At: tx.Now()})
	})
}

// Draft gives what the principal has typed of a call's minutes, or of its notes. Minutes that nobody has begun are those
// that went out, to be corrected, or what the call brought: its decisions and actions, in the customer's language.
func (s *Service) Draft(ctx context.Context, meetingID int64, public bool) (Draft, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return Draft{}, err
	}
	actor, _ := access.From(ctx)
	d, err := draftOf(ctx, s.DB.Read(), meetingID, actor.UserID, public)
	if err != nil || d.Body != "" || !public {
		return d, err
	}
	m, err := findMeeting(ctx, s.DB.Read(), meetingID)
	if d.Body = m.Minutes; err != nil || d.Body != "" {
		return d, err
	}
	d.Body, err = s.outline(ctx, s.DB.Read(), m)
	return d, err
}

// outline is where minutes begin: what was decided, and who does what.
func (s *Service) outline(ctx context.Context, q db.Querier, m Meeting) (string, error) {
	o, theirs, err := s.speaking(ctx, q, m.OrganizationID)
	if err != nil {
		return "", err
	}
	decisions, err := decisionsIn(ctx, q, m.ID)
	if err != nil {
		return "", err
	}
	actions, err := openActions(ctx, q, o.ID)
	if err != nil || len(decisions)+len(actions) == 0 {
		return "", err
	}
	var t text
	if len(decisions) > 0 {
		t.head(i18n.T(theirs, "agenda.decisions"))
	}
	for _, d := range decisions {
		t.line(d.Words(theirs))
	}
	if len(actions) > 0 {
		t.head(i18n.T(theirs, "agenda.actions"))
	}
	for _, a := range actions {
		t.line(a.Words(theirs))
	}
	return strings.TrimSpace(t.String()) + "\n", nil
}

// WriteNotes keeps what stays inside about a call. No customer ever reads it.
func (s *Service) WriteNotes(ctx context.Context, meetingID int64, body string) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	body = strings.TrimSpace(body)
	if body == "" || tooLong(body) {
		return fault.Field("body", "Write the notes, up to %d characters", mostText)
	}
	actor, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		_, m, err := lockBoth(ctx, tx, meetingID)
		if err != nil {
			return err
		}
		if m.Notes = strings.TrimSpace(m.Notes + "\n\n" + body); tooLong(m.Notes) {
			return fault.Field("body", "The notes of a call have up to %d characters in all", mostText)
		}
		if err := updateMeeting(ctx, tx, m); err != nil {
			return err
		}
		return keepDraft(ctx, tx, m.ID, actor.UserID, Draft{})
	})
}

// SendMinutes mails the minutes of a call to people of the customer, and keeps them. A call that has begun is held then.
// Minutes that went out once can be sent again, corrected: the last ones stand.
func (s *Service) SendMinutes(ctx context.Context, meetingID int64, body string, to ...int64) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	if strings.TrimSpace(body) == "" || tooLong(body) {
		return fault.Field("body", "Write the minutes, up to %d characters", mostText)
	}
	actor, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		series, m, err := lockBoth(ctx, tx, meetingID)
		if err != nil {
			return err
		}
		switch {
		case m.State != Planned && m.State != Held:
			return fault.New(fault.Conflict, "This call was not held, so there are no minutes. Write to the customer in a ticket instead")
		case m.At.After(tx.Now()):
			return fault.New(fault.Conflict, "This call is still to come. What you wrote is kept as a draft")
		}
		intro := "letter.minutes_intro"
		if m.Minutes != "" {
			intro = "letter.minutes_again"
		}
		if m, err = s.converse(ctx, tx, m, "minutes", intro, body, to); err != nil {
			return err
		}
		m.State, m.Minutes, m.MinutesAt = Held, strings.TrimSpace(body), tx.Now()
		if err := s.keepMeeting(ctx, tx, m); err != nil {
			return err
		}
		if s.HoldMeeting != nil && m.CallID != 0 {
			if err := s.HoldMeeting(ctx, tx, m.CallID); err != nil {
				return err
			}
		}
		if err := keepDraft(ctx, tx, m.ID, actor.UserID, Draft{Public: true}); err != nil {
			return err
		}
		return s.planOn(ctx, tx, series)
	})
}

// converse sends a text behind its introduction in the conversation of a meeting, which it begins where there is none.
func (s *Service) converse(ctx context.Context, tx *db.Tx, m Meeting, what, intro, body string, to []int64) (Meeting, error) {
	o, theirs, err := s.speaking(ctx, tx, m.OrganizationID)
	if err != nil {
		return m, err
	}
	subject := i18n.T(theirs, "letter.subject", "Day", i18n.FormatDate(theirs, m.At))
	if m.TicketID, err = s.send(ctx, tx,
		letter{organization: o, ticketID: m.TicketID, subject: subject,
			body: i18n.T(theirs, intro, "When", when(theirs, m.At)) + "\n\n" + body, to: to}); err != nil {
		return m, err
	}
	return m, s.Log.Append(ctx, tx, meetingSubject(m.ID), Sent{What: what, Organization: o.ID, Ticket: m.TicketID, To: to})
}

// SendAgenda mails the agenda of a call to people of the customer, in their language.
func (s *Service) SendAgenda(ctx context.Context, meetingID int64, to ...int64) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		_, m, err := lockBoth(ctx, tx, meetingID)
		if err != nil {
			return err
		}
		if !m.Open() || !m.At.After(tx.Now()) {
			return fault.New(fault.Conflict, "This call is not to come any more. Send its minutes instead")
		}
		body, err := s.agendaFor(ctx, tx, m)
		if err != nil {
			return err
		}
		if m, err = s.converse(ctx, tx, m, "agenda", "letter.agenda_intro", body, to); err != nil {
			return err
		}
		m.AgendaAt = tx.Now()
		return updateMeeting(ctx, tx, m)
	})
}

// agendaFor writes the agenda of a meeting in the customer's language.
func (s *Service) agendaFor(ctx context.Context, q db.Querier, m Meeting) (string, error) {
	a, err := s.agenda(ctx, q, m.OrganizationID, m)
	if err != nil {
		return "", err
	}
	_, theirs, err := s.speaking(ctx, q, m.OrganizationID)
	return a.Markdown(theirs), err
}

// WriteHeadings keeps what is written under the fixed headings of a call's agenda.
func (s *Service) WriteHeadings(ctx context.Context, meetingID int64, texts map[Heading]string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	for h, words := range texts {
		if tooLong(words) {
			return fault.Field(string(h), "Write up to %d characters", mostText)
		}
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		_, m, err := lockBoth(ctx, tx, meetingID)
		if err != nil {
			return err
		}
		m.Headings = map[Heading]string{}
		for _, h := range Headings() {
			if words := strings.TrimSpace(texts[h]); words != "" {
				m.Headings[h] = words
			}
		}
		return updateMeeting(ctx, tx, m)
	})
}
