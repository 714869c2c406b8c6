package notify

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Preview is a mail as a template would make it, with made-up names.
type Preview struct {
	Subject string
	Text    string
	HTML    string // show it in a sandbox only
}

// These are for PreviewTemplate only: a customer's letters in German are of the kind of the English ones, and the link for
// a customer's password is of the kind Reset.
const (
	EntryDE    Kind = "entry_de"
	Password   Kind = "password"
	PasswordDE Kind = "password_de"
)

// PreviewTemplate shows what t makes of a kind of mail, saved or not. What Check refuses is refused here.
func (s *Service) PreviewTemplate(ctx context.Context, t Templates, kind Kind) (Preview, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Preview{}, err
	}
	if err := t.check(); err != nil {
		return Preview{}, err
	}
	from, err := MailFrom.Get(ctx, s.DB.Read())
	if err != nil {
		return Preview{}, err
	}
	v := sample(from)
	var b body
	p := Preview{}
	switch kind {
	case Reply:
		p.Subject = "Re: " + v["ticket.subject"] + " [#" + v["ticket.id"] + "]"
		b.markdown("Hello Dana,\n\nthe log shows that the worker ran out of memory. Please run:\n\n```\nsudo gitlab-ctl tail puma\n```\n\nand send me what it prints.")
		b.signature("Ana Lima\nSupport Engineer")
		b.quiet(trimSeparators(fill(t.Footer, v)), "https://desk.example.com/portal/tickets/48213")
	case Ack:
		p.Subject = fill(t.AckSubject, v)
		b.filled(t.Ack, v)
	case Invite:
		p.Subject = fill(t.InviteSubject, v)
		b.filled(t.Invite, v)
	case Reset:
		p.Subject = fill(t.ResetSubject, v)
		b.filled(t.Reset, v)
	case Entry:
		p.Subject = fill(t.EntrySubject, v)
		b.filled(t.Entry, v)
	case EntryDE:
		p.Subject = fill(t.EntrySubjectDE, v)
		b.filled(t.EntryDE, v)
	case Password:
		p.Subject = fill(t.PasswordSubject, v)
		b.filled(t.Password, v)
	case PasswordDE:
		p.Subject = fill(t.PasswordSubjectDE, v)
		b.filled(t.PasswordDE, v)
	case Reminder, ReminderDE, Farewell, FarewellDE:
		p.Subject = "Re: " + v["ticket.subject"] + " [#" + v["ticket.id"] + "]"
		german := kind == ReminderDE || kind == FarewellDE
		v["closing"] = closing(ticket.Life.Default, german)
		step := ticket.Remind
		if kind == Farewell || kind == FarewellDE {
			step = ticket.Solve
		}
		b.filled(t.reminder(step, german), v)
	default:
		return Preview{}, fault.Field("kind", "“%s” is no mail with a template", kind)
	}
	p.Text, p.HTML = b.within(t.Layout)
	return p, nil
}

func sample(from From) values {
	return values{
		"ticket.id": "48213", "days": "7", "ticket.subject": "502 after the upgrade", "requester.name": "Dana Whitfield",
		"requester.first_name": "Dana", "organization": "Fernwood Labs", "agent.name": "Ana Lima", "user.name": "Kofi Mensah",
		"user.first_name": "Kofi", "inviter.name": "Ana Lima", "desk.name": from.deskName(),
		"link": "https://desk.example.com/invitation/…", "expires": "Fri 20 Nov 2026, 16:00 UTC",
	}
}
