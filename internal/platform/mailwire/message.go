// Package mailwire reads mail as it lies on the wire: raw bytes in, a Message that can be filed out. It
// never refuses a message. Whatever it cannot understand becomes a warning beside what it could.
package mailwire

import (
	"io"
	"time"
)

// Message is one mail, understood as far as it can be. All text is valid UTF-8 without NUL.
type Message struct {
	From, Sender Address
	ReplyTo      []Address
	To, Cc       []Address

	// DeliveredTo holds the envelope recipients that earlier hops wrote down (Delivered-To,
	// X-Original-To, Envelope-To), first seen first, without doubles.
	DeliveredTo []string
	// ReturnPath is the envelope sender, empty when the header is absent. NullSender tells an absent
	// header from the `<>` of RFC 5321 §4.5.5.
	ReturnPath string
	NullSender bool

	Subject   string
	MessageID string   // without angle brackets; empty when the mail has none
	InReplyTo []string // without angle brackets
	// References holds the ids of the thread, oldest first, without angle brackets.
	References []string
	Date       time.Time // zero when absent or unreadable; never used for ordering

	// Text is the whole plain text, quotes and all, with \n line ends. A mail that has only HTML gets
	// the text of that HTML.
	Text string
	// HTML is decoded and NOT sanitised: only package markup may show it. Empty when the mail has none.
	HTML string

	Attachments []Attachment

	Automatic     Class  // what kind of machine wrote it; empty for a person
	AutoReason    string // the rule that decided Automatic; empty for a person
	MayAutoAnswer bool   // whether an automatic answer may be sent (RFC 3834 §2)
	AnswerReason  string // the rule that forbids an answer; empty when allowed
	Bounce        *Bounce

	Spam   Spam
	Signed *Signed // nil unless the mail is multipart/signed (RFC 1847)

	Header   Header
	Warnings []Warning
	// Unreadable is true when neither a header nor a body could be made out. The raw mail is then the
	// one attachment.
	Unreadable bool
	// ContentHash is the hex SHA-256 over sender, date, subject, text and attachments, so that one mail
	// that comes by two ways is known as one. Received lines and list footers do not count.
	ContentHash string
}

// Address is a mailbox. The domain of Address is lower-cased and shown in Unicode (U-labels, RFC 5890).
type Address struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Attachment is a part that is not shown as body text. Its bytes stay in the raw mail until Open.
type Attachment struct {
	Name            string // safe to write to a disk or a header: one path element, unique in the message
	ContentType     string // media type in lower case, without parameters
	ContentID       string // without angle brackets
	ContentLocation string
	Size            int64  // decoded bytes
	SHA256          string // hex, over the decoded bytes
	Inline          bool   // Message.HTML shows it in place
	// Open streams the decoded bytes. It may be called more than once, as long as the raw mail given to
	// Parse can be read.
	Open func() (io.ReadCloser, error)
}

// Spam holds what filters before us wrote down, undecided and as is.
type Spam struct {
	Flagged     bool     // X-Spam-Flag: YES, or X-Spam-Status beginning with Yes
	Status      string   // X-Spam-Status
	AuthResults []string // Authentication-Results (RFC 8601), topmost first
}

// Signed says which bytes of the raw mail a signature covers: [Start, End).
type Signed struct {
	Start, End int64
	Protocol   string // application/pgp-signature or application/pkcs7-signature, in lower case
}

// Warning is one thing that was wrong with a mail and was mended or passed over.
type Warning struct {
	Code    string `json:"code"`    // one of the Warn constants
	Message string `json:"message"` // one sentence: what was found and what was done
}

// The codes of warnings.
const (
	WarnTooDeep         = "too-deep"
	WarnTooManyParts    = "too-many-parts"
	WarnHeaderTooLarge  = "header-too-large"
	WarnBodyTruncated   = "body-truncated"
	WarnInterrupted     = "interrupted"
	WarnUnreadable      = "unreadable"
	WarnReadFailed      = "read-failed"
	WarnNoBoundary      = "no-boundary"
	WarnNotClosed       = "not-closed"
	WarnTextBeforeHead  = "text-before-header"
	WarnMalformedHeader = "malformed-header"
	WarnNoHeader        = "no-header"
	WarnTranscoded      = "transcoded"
	WarnCharset         = "charset"
	WarnEncoding        = "encoding"
	WarnRenamed         = "attachment-renamed"
	WarnManyRecipients  = "many-recipients"
	WarnMore            = "more-warnings"
)

// Limits bounds the work that one message may cause. Zero fields mean the default.
type Limits struct {
	Parts       int   // parts in all; the scan stops past it
	Depth       int   // multiparts inside multiparts; deeper ones are not taken apart
	HeaderBytes int64 // header bytes of all parts together; the rest is passed over
	InlineBody  int64 // decoded bytes of text and HTML that are kept in memory, each part for itself
	Transcode   int64 // bytes of a UTF-16 mail that are turned to UTF-8 in memory
}

// DefaultLimits gives the limits that every way in uses.
func DefaultLimits() Limits {
	return Limits{Parts: 2000, Depth: 50, HeaderBytes: 1 << 20, InlineBody: 2 << 20, Transcode: 4 << 20}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	if l.Parts > 0 {
		d.Parts = l.Parts
	}
	if l.Depth > 0 {
		d.Depth = l.Depth
	}
	if l.HeaderBytes > 0 {
		d.HeaderBytes = l.HeaderBytes
	}
	if l.InlineBody > 0 {
		d.InlineBody = l.InlineBody
	}
	if l.Transcode > 0 {
		d.Transcode = l.Transcode
	}
	return d
}
