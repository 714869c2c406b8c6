package intake

import (
	"bytes"
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// longestChain bounds how far back a mail is followed through mails that nothing else ties together.
const longestChain = 100

// fileAnswered files the mails that m answers and that still wait. A backlog is filed by many workers: without
// this an answer that is quicker than its question would open a ticket of its own. What fails here is tried by
// the mail's own job.
func (s *Service) fileAnswered(ctx context.Context, m *letter, chain int) error {
	if chain == longestChain {
		return nil
	}
	ids, err := pendingAmong(ctx, s.DB.Read(), m.answered(), m.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.guarded(ctx, id, chain+1); err != nil {
			s.Logger.Info("an answered mail cannot be filed yet", "delivery", id, "answer", m.ID, "err", err)
		}
	}
	return ctx.Err()
}

// guarded files a delivery and turns a panic into an error: the poison is another mail's.
func (s *Service) guarded(ctx context.Context, id int64, chain int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return s.file(ctx, id, chain)
}

// headSize is how much of a mail is looked at for its Message-ID when it comes.
const headSize = 64 << 10

// messageIDIn finds the Message-ID in the head of a raw mail. It only has to know which waiting mail another
// answers; what the parser says when the mail is filed takes its place.
func messageIDIn(head []byte) string {
	head = head[:min(len(head), headSize)]
	for len(head) > 0 {
		line, rest, _ := bytes.Cut(head, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			return ""
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(bytes.TrimSpace(name), []byte("Message-ID")) {
			if len(bytes.TrimSpace(value)) == 0 { // folded behind the name, as Exchange does
				value, _, _ = bytes.Cut(rest, []byte("\n"))
			}
			return bare(value)
		}
		head = rest
	}
	return ""
}

// bare is the id between angle brackets.
func bare(value []byte) string {
	_, id, found := bytes.Cut(value, []byte("<"))
	id, _, closed := bytes.Cut(id, []byte(">"))
	if !found || !closed || len(id) > 998 { // RFC 5322 §2.1.1
		return ""
	}
	return db.Text(string(bytes.TrimSpace(id)))
}
