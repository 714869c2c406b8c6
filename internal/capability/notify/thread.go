package notify

import (
	"context"
	"crypto/rand"
	"regexp"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
)

// bare takes the angle brackets off a Message-ID.
func bare(id string) string { return strings.TrimSuffix(strings.TrimPrefix(id, "<"), ">") }

// newMessageID is for mails that no comment stands behind, so that nothing can be derived.
func newMessageID(host string) string {
	return "<" + strings.ToLower(rand.Text()) + "@" + host + ">"
}

// maxReferences is how many ids a mail names: the root and the newest (mail.md E6).
const maxReferences = 20

// thread gives what a mail to the customer answers: the customer's newest mail, or ours where he sent none.
// Mails to engineers are no part of the customer's thread; they are the ones whose ids are not signed.
func (s *Service) thread(ctx context.Context, tx *db.Tx, ticketID int64) (inReplyTo string, references []string, err error) {
	ids, err := s.Tickets.MessageIDs(ctx, tx, ticketID)
	if err != nil {
		return "", nil, err
	}
	incoming := false
	for _, id := range ids {
		_, _, ours, _ := token.ParseMessageID(s.Key, id.ID)
		if id.Direction == ticket.Out && !ours || strings.ContainsAny(id.ID, " \t\r\n<>") {
			continue
		}
		references = append(references, "<"+id.ID+">")
		if in := id.Direction == ticket.In; in || !incoming {
			inReplyTo, incoming = "<"+id.ID+">", in
		}
	}
	if n := len(references); n > maxReferences {
		references = append(references[:1:1], references[n-maxReferences+1:]...)
	}
	return inReplyTo, references, nil
}

// answered knows the words that mail programs put before the subject of an answer, in the languages that
// use their own (RFC 5322 §3.6.5 knows "Re: " only).
var answered = regexp.MustCompile(`(?i)^\s*(?:(?:re|aw|antw|antwort|sv|vs|ref|rif|odp|res)\s*(?:\[\d+\])?\s*:\s*)+`)

// replySubject is the subject of an answer about a ticket; first is set for a mail that opens the thread.
func replySubject(subject string, ticketID int64, tag, first bool) string {
	subject = answered.ReplaceAllString(subject, "")
	if mark := subjectTag(ticketID); tag && !strings.Contains(subject, mark) {
		subject += " " + mark
	}
	if first {
		return subject
	}
	return "Re: " + subject
}

// subjectTag is what intake takes for a ticket's number in a subject.
func subjectTag(ticketID int64) string { return "[#" + strconv.FormatInt(ticketID, 10) + "]" }
