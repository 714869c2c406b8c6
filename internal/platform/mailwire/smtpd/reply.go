package smtpd

import (
	"errors"
	"io"
	"syscall"

	"github.com/emersion/go-smtp"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/spool"
)

// The replies that do not come from the store.
var (
	replyNoRoom = &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1},
		Message: "Not enough room for mail at the moment; keep it and try again later"}
	replyTrouble = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0},
		Message: "The mail could not be kept safely; keep it and try again later"}
	replyUnknown = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1},
		Message: "No such address here"}
	replyForbidden = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1},
		Message: "This address takes no mail from you"}
	replyTooLarge = &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4},
		Message: "The mail is larger than this desk takes"}
	replyLongLine = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0},
		Message: "A line of the mail is longer than 1 MiB (RFC 5321 allows 1000 octets)"}
	replyAborted = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 4, 2},
		Message: "The mail did not arrive whole; nothing was kept"}
)

// kept is the one good answer: the id is what an administrator finds in both logs.
func kept(id string) *smtp.SMTPError {
	return &smtp.SMTPError{Code: 250, EnhancedCode: smtp.EnhancedCode{2, 0, 0}, Message: "Kept as " + word(id)}
}

// readyReply refuses only for the time being, whatever the cause: the sender keeps the mail.
func readyReply(err error) error {
	switch {
	case err == nil:
		return nil
	case noRoom(err):
		return replyNoRoom
	}
	return replyTrouble
}

// rcptReply refuses for good only what is the sender's matter: a wrong or a forbidden address.
func rcptReply(err error) error {
	switch {
	case err == nil:
		return nil
	case fault.Is(err, fault.NotFound):
		return replyUnknown
	case fault.Is(err, fault.Forbidden):
		return replyForbidden
	}
	return readyReply(err)
}

// storeReply never refuses a mail for a fault of ours, even one of kind Invalid: by now the mail may only
// be too large.
func storeReply(id string, err error) *smtp.SMTPError {
	switch {
	case err == nil:
		return kept(id)
	case fault.Is(err, fault.TooLarge):
		return replyTooLarge
	case noRoom(err):
		return replyNoRoom
	}
	return replyTrouble
}

// readReply answers a message that was not read to its end.
func readReply(err error) *smtp.SMTPError {
	var own *spool.Error
	var refused *smtp.SMTPError
	switch {
	case errors.As(err, &own):
		return storeReply("", err)
	case errors.As(err, &refused): // go-smtp's own 552 for a message over the limit
		return refused
	case errors.Is(err, smtp.ErrTooLongLine):
		return replyLongLine
	case errors.Is(err, smtp.ErrDataReset), errors.Is(err, io.ErrUnexpectedEOF):
		return replyAborted
	}
	return replyTrouble
}

func noRoom(err error) bool {
	return errors.Is(err, ErrNoRoom) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
