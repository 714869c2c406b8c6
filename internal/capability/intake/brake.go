package intake

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Brakes bound what automatic mail may do.
type Brakes struct {
	// PerSenderHour is how many automatic mails of one sender are filed in an hour; the rest is held.
	PerSenderHour int `json:"per_sender_hour"`
}

// MailBrakes is the setting of Brakes.
var MailBrakes = settings.Key[Brakes]{Name: "mail.brakes.in", Default: Brakes{PerSenderHour: 60}, Check: func(b Brakes) error {
	if b.PerSenderHour < 1 {
		return fault.Field("per_sender_hour", "At least one automatic mail an hour must be let in, not %d", b.PerSenderHour)
	}
	return nil
}}

// tooMany is the brake on machines that write without end. An old mailbox is imported at once and is no storm.
func (s *Service) tooMany(ctx context.Context, tx *db.Tx, m *letter) (reason, detail string, err error) {
	if m.imported() {
		return "", "", nil
	}
	brakes, err := MailBrakes.Get(ctx, tx)
	if err != nil {
		return "", "", err
	}
	n, err := automaticBetween(ctx, tx, m.Delivery.Sender, m.ReceivedAt.Add(-time.Hour), m.ReceivedAt)
	if err != nil || n < brakes.PerSenderHour {
		return "", "", err
	}
	return ReasonLoop, fmt.Sprintf("%s sent %d automatic mails within an hour; the rest is held", m.Delivery.Sender, n), nil
}
