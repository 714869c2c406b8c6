package imapfetch

import "time"

// Phase is what the fetcher is at.
type Phase string

// The phases.
const (
	Connecting Phase = "connecting"
	Fetching   Phase = "fetching"
	Waiting    Phase = "waiting" // for new mail; all is well
	Troubled   Phase = "troubled"
)

// Status is for the channel's health page.
type Status struct {
	Phase   Phase
	InInbox int           // mails in the mailbox, as far as known; with MOVE only pending ones stay in it
	Pending int           // of these, mails that the ledger does not hold
	Err     error         // the trouble, for Troubled; of kind fault.Unauthorized where the password is wrong
	RetryIn time.Duration // for Troubled
}
