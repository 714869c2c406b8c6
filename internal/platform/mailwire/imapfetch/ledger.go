package imapfetch

import (
	"context"
	"fmt"
	"io"
	"time"
)

// Place is a mailbox under one numbering. A server that renumbers its mails gives the mailbox another
// UIDVALIDITY (RFC 9051 §2.3.1.1).
type Place struct {
	Account     string // Config.Account
	Mailbox     string
	UIDValidity uint32
}

// Key names one mail on its server for as long as its numbering holds.
type Key struct {
	Place
	UID uint32
}

// String is the form that a ledger may store.
func (k Key) String() string {
	return fmt.Sprintf("%s|%s|%d|%d", k.Account, k.Mailbox, k.UIDValidity, k.UID)
}

// Fetched is one mail as the server gave it.
type Fetched struct {
	Key
	InternalDate time.Time // when it came into the mailbox, by the server's clock; zero where unknown

	// Body is the mail byte for byte, or only its header where HeaderOnly is set. It is gone when Store
	// returns.
	Body   *io.SectionReader
	Size   int64 // octets of Body
	SHA256 [32]byte

	HeaderOnly bool   // the mail is over Config.MaxSize and stays in the mailbox
	Note       string // one sentence for the reader of the mail where something is odd about it; mostly empty

	// Rescan is set on a mail that was in the mailbox when the server renumbered it: the ledger may hold it
	// under its old key. It is then known by its SHA256 within the account, and Store only adds the key.
	Rescan bool
}

// Ledger is where fetched mail goes and what knows which mail was fetched. The caller supplies it.
type Ledger interface {
	// Opened is told the numbering of a mailbox whenever it is selected, and uidNext, which is above every
	// UID in it. Where the ledger knows the mailbox under another UIDVALIDITY it remembers the new one with
	// this uidNext, durably, and returns uidNext now and at every further call for the same numbering: mails
	// below it are a Rescan. For a mailbox never renumbered it returns 0.
	Opened(ctx context.Context, p Place, uidNext uint32) (rescanBelow uint32, err error)

	// Missing gives those of uids that are not stored. Only these are fetched, so a mail that failed is
	// among them until it is stored.
	Missing(ctx context.Context, p Place, uids []uint32) ([]uint32, error)

	// Store keeps a mail durably before it returns. A key that it holds already is no error. An error of
	// kind fault.Unavailable pauses the fetching; any other is counted against this mail.
	Store(ctx context.Context, m Fetched) error

	// Failed notes that a mail could not be fetched or stored, and tells how often that has happened by now.
	// At Config.MaxTries the mail is moved aside, and the ledger should tell a person.
	Failed(ctx context.Context, k Key, cause error) (tries int, err error)
}
