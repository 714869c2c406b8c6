package intake

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// Caller is who asks for a new ticket by mail.
type Caller struct {
	Delivery  int64
	Address   string // small letters
	Name      string
	Subject   string
	MessageID string   // without <>; may be empty
	To        []string // the addresses that the mail was for
	Language  string   // BCP 47, as the mail says; mostly empty
	FollowUp  bool     // they go on from a closed ticket that they are on
	Machine   bool     // a program wrote the mail
	MayAnswer bool     // RFC 3834 §2 lets a program answer it
}

// atDoor asks whether the sender may have a new ticket. Answers to open tickets pass, and so does an old mailbox that is
// imported: what is in it was taken long ago.
func (s *Service) atDoor(ctx context.Context, tx *db.Tx, m *letter, to target) (reason, detail string, err error) {
	if s.Door == nil || to.open() || m.imported() || m.TicketID != 0 {
		return "", "", nil
	}
	detail, err = s.Door(ctx, tx, Caller{Delivery: m.Delivery.ID, Address: m.Delivery.Sender, Name: m.From.Name, Subject: m.Message.Subject,
		MessageID: m.Message.MessageID,
		To:        m.addressees(), Language: m.Header.Get("Content-Language"), FollowUp: to.ticket.ID != 0 && to.participant,
		Machine: m.Message.Automatic.Machine() || m.Message.Automatic == mailwire.List, MayAnswer: m.MayAutoAnswer && m.Delivery.Sender != nobody})
	if err != nil || detail == "" {
		return "", "", err
	}
	return ReasonRefused, detail, nil
}
