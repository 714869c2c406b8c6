package channel

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Mail is a letter as the outbox takes it, which gives it a plain and an HTML part.
type Mail struct {
	Key     string // the same for the same letter: nobody gets it twice
	UserID  int64
	Name    string
	Address string
	Subject string
	Lines   []string // paragraphs of plain words
	Facts   []string
	Quotes  []string // the last messages
	Links   []MailLink
}

// MailLink is an address to open.
type MailLink struct{ Label, URL string }

type mail struct{ Deps }

// Carry queues the letter in the outbox, which is where "accepted" stands for a mail: it sends and re-sends by itself.
func (m mail) Carry(ctx context.Context, l paging.Letter) (paging.Receipt, error) {
	if l.To.Address == "" {
		return paging.Receipt{}, fault.New(fault.Invalid, "%s has no mail address", l.Name)
	}
	id, err := m.Post(ctx, mailOf(l))
	if err != nil {
		return paging.Receipt{}, err
	}
	return paging.Receipt{ProviderID: id, Detail: "in the outbox"}, nil
}

func mailOf(l paging.Letter) Mail {
	m := Mail{Key: l.Key, UserID: l.To.UserID, Name: l.Name, Address: l.To.Address, Subject: headline(l), Facts: facts(l.Card)}
	if l.What == paging.Code {
		m.Lines = []string{l.Text,
			"Enter it under “How I am reached”. It works for ten minutes. If you did not ask for it, somebody mistyped their address: do nothing."}
		return m
	}
	for _, line := range []string{l.Text, heldBack(l.Held)} {
		if line != "" {
			m.Lines = append(m.Lines, line)
		}
	}
	for _, x := range last(l.Card.Messages, 3) {
		m.Quotes = append(m.Quotes, said(x))
	}
	if l.Ack != "" {
		m.Links = append(m.Links, MailLink{"Look and acknowledge", l.Ack})
	}
	if l.Link != "" {
		m.Links = append(m.Links, MailLink{"Open the page", l.Link})
	}
	return m
}
