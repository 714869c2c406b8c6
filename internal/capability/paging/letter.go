package paging

import (
	"context"
	"time"
)

// Letter is what a channel carries to one address of one person: a page, word that somebody has it, a code, a test.
type Letter struct {
	Key    string // the same each time the same letter is sent again
	What   What
	To     Method
	Name   string // of the person
	Urgent bool
	Page   int64 // its number; 0 for a letter about none
	Title  string
	Text   string // a sentence below the title; may be empty
	Card   Card
	// Link opens the page; Ack shows it to who is not signed in and lets them acknowledge. Absolute addresses; may be empty.
	Link, Ack string
	Held      int // pages that were held back before this one
	Now       time.Time
}

// What is why a letter is sent.
type What string

// The letters.
const (
	Paged    What = "page"
	Answered What = "answered" // somebody has it: nothing is left to do
	Code     What = "code"     // Text is the code that proves that the address is the reader's
	Tested   What = "test"
)

// Carrier sends letters by one way, under the terms of Sender.
type Carrier interface {
	Carry(ctx context.Context, l Letter) (Receipt, error)
}

// Shape is what a chat understands.
type Shape string

// The shapes of incoming webhooks.
const (
	Slack      Shape = "slack"
	Mattermost Shape = "mattermost"
)

// Letter is what an attempt tells.
func (a Attempt) Letter() Letter {
	l := Letter{Key: a.Key, What: Paged, To: a.Method, Name: a.User.Name, Urgent: a.Page.Urgency == High, Page: a.Page.ID, Title: a.Card.Title,
		Card: a.Card, Link: a.Link, Ack: a.AckLink, Held: a.Held, Now: a.Now}
	if l.Title == "" {
		l.Title = a.Page.Title
	}
	return l
}
