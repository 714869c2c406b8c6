package smtpd

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"time"
)

// Delivery is one message as it was handed over: once per recipient over LMTP, once for all recipients
// over SMTP, which has only one answer for them (RFC 2033 §4.2).
type Delivery struct {
	Channel string   // Config.Channel
	Key     string   // names this delivery; the same mail sent again has the same key, in hexadecimal
	From    string   // the envelope's sender; empty is the null sender of a bounce
	To      []string // the envelope's recipients; one over LMTP

	RemoteAddr string // host:port of the client
	Helo       string // the name the client gave itself; unchecked
	ReceivedAt time.Time

	// Body is the trace header (Return-Path, Delivered-To, Received) followed by the message as received,
	// byte for byte. It is read from memory or the spool and is gone when Store returns.
	Body      *io.SectionReader
	Size      int64    // octets of Body
	TraceSize int64    // octets of the trace header at its start
	RawSHA256 [32]byte // of the message without the trace header
}

// Store is where deliveries go. The caller supplies it; its methods are called by many connections at once.
type Store interface {
	// Ready is asked at MAIL FROM whether a message could be kept now. Any error refuses for the time
	// being; one that wraps ErrNoRoom says so with 452.
	Ready(ctx context.Context) error

	// Known is asked at RCPT TO. fault.NotFound refuses the recipient for good with 550 5.1.1,
	// fault.Forbidden with 550 5.7.1, any other error for the time being.
	Known(ctx context.Context, rcpt string) error

	// Store keeps d durably before it returns the id that the client is told. A key it already holds is
	// absorbed: it returns the first id and no error. fault.TooLarge refuses for good, any other error
	// for the time being, so the sender keeps the mail.
	Store(ctx context.Context, d Delivery) (id string, err error)
}

// ErrNoRoom is wrapped by an error of Ready or Store when the disk is full or nearly so.
var ErrNoRoom = errors.New("no room left for mail")

// deliveryKey hashes the envelope and the message without our trace header, which differs from try to
// try. Lengths are hashed too, so that no two envelopes run into the same bytes.
func deliveryKey(from string, to []string, raw [32]byte) string {
	h := sha256.New()
	for _, s := range append([]string{from}, to...) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		io.WriteString(h, s)
	}
	h.Write(raw[:])
	return hex.EncodeToString(h.Sum(nil))
}
