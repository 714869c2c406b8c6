package app

import (
	"context"
	"net/mail"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/call/callui"
	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// calls builds the service over the rest of the desk.
func (d *Desk) calls() *call.Service {
	return call.New(call.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Key: d.key, Link: d.link, Sender: d.callSender,
		Send: d.sendCallLetter, Notify: d.announceCall, OnCall: d.onCallForEmergencies, Attention: d.attentionOpen, Changed: d.callChanged,
		Restricted: d.boundary.Restricted,
		Client:     outbound.New(outbound.Config{Agent: "Daywatch", Private: d.private, Timeout: 30 * time.Second, Limit: ical.MaxBytes})})
}

// callPages makes its pages.
func (d *Desk) callPages(shell *workspace.Shell) *callui.UI {
	return callui.New(callui.Deps{Calls: d.Calls, People: d.People, Tickets: d.Tickets, Page: shell.Page, Now: d.DB.Now, Door: d.visitors().Visitor})
}

// speaking lets the pages for customers who are not signed in speak their language, whatever their browser asks for.
func (p customerPages) speaking(bundle *i18n.Bundle) customerPages {
	p.call.Speak = func(ctx context.Context, language string) context.Context {
		return bundle.WithLocale(ctx, language, "")
	}
	return p
}

// visitors shows pages to customers who hold a link and are not signed in, in the look of the portal.
func (d *Desk) visitors() *portal.Portal {
	return portal.New(portal.Deps{DB: d.DB, Blobs: d.Blobs, Desk: d.calledByCustomers})
}

// callTeller tells in the thread what becomes of calls.
func callTeller(pages *callui.UI) ticketui.Teller {
	return ticketui.Teller{Names: pages.Spoken, Say: pages.Told}
}

// callChanged tells the part that a call is about what became of it: each has a case by the type of its subjects.
func (d *Desk) callChanged(ctx context.Context, tx *db.Tx, c call.Call) error {
	switch c.Subject.Type {
	case "upgrade":
		return d.upgradeCallChanged(ctx, tx, c)
	case "review_meeting":
		return d.reviewCallChanged(ctx, tx, c)
	default: // a call about a ticket is told of in the ticket's own log
		return nil
	}
}

// invited passes the answer of a calendar to the calls.
func (d *Desk) invited(ctx context.Context, tx *db.Tx, sender string, calendar []byte, words string) (int64, bool, error) {
	return d.Calls.Answer(ctx, tx, sender, calendar, words)
}

// callSender is who invitations come from.
func (d *Desk) callSender(ctx context.Context, q db.Querier) (mail.Address, error) {
	from, err := notify.MailFrom.Get(ctx, q)
	return mail.Address{Name: from.Name, Address: from.Address}, err
}

// sendCallLetter posts a letter to one who takes part in a call.
func (d *Desk) sendCallLetter(ctx context.Context, tx *db.Tx, l call.Letter) error {
	return d.Notify.SendInvitation(ctx, tx, notify.Invitation{Cause: l.Cause, TicketID: l.TicketID, Address: l.Address, Name: l.Name, Subject: l.Subject,
		Paragraphs: l.Paragraphs, Label: l.Label, URL: l.URL, Calendar: l.Calendar, Method: string(l.Method)})
}

// announceCall mails what those of us who take part should read now.
func (d *Desk) announceCall(ctx context.Context, tx *db.Tx, n call.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open it", Path: n.Path})
}

// onCallForEmergencies gives when somebody holds the pager of the customers' emergencies: they take no calls then.
func (d *Desk) onCallForEmergencies(ctx context.Context, _ db.Querier, userID int64, from, until time.Time) (spans []slot.Span, err error) {
	ctx = access.AsSystem(ctx, "call")
	schedules, err := d.OnCall.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range schedules {
		if !s.Critical && s.Title != oncall.CustomerEmergencies {
			continue
		}
		stretches, err := d.OnCall.Timeline(ctx, s.ID, from, until)
		if err != nil {
			return nil, err
		}
		for _, t := range stretches {
			if t.UserID == userID && !t.Shadow {
				spans = append(spans, slot.Span{From: t.From, Until: t.Until})
			}
		}
	}
	return spans, nil
}

// attentionOpen reports whether somebody asked for attention for a ticket, and that is still open.
func (d *Desk) attentionOpen(ctx context.Context, _ db.Querier, ticketID int64) (bool, error) {
	all, err := d.Attention.Of(access.AsSystem(ctx, "call"), ticketID)
	for _, r := range all {
		if r.State.Open() {
			return true, err
		}
	}
	return false, err
}
