package notify

import "fmt"

// What leaves a restricted desk for its own team says where to look, and nothing else: a mailbox, a phone and a chat are
// outside (domain/us-government.md, bare links).
const (
	bareSubject = "Something is new on the restricted desk"
	bareLead    = "The restricted desk has something for you. A mail says no more than that: sign in and read it there."
	barePage    = "The restricted desk pages you"
)

// bare takes out of a list what it is about; the link stays.
func (a Announcement) bare() Announcement {
	a.Subject, a.Lead, a.Lines, a.Label = bareSubject, bareLead, nil, "Open the restricted desk"
	return a
}

// bare takes the words out of what an engineer is told of a ticket.
func (n news) bare() news {
	n.subject, n.words, n.alert = bareSubject, "", fmt.Sprintf("There is something new on ticket #%d. %s", n.ticket, bareLead)
	return n
}

// bare takes out of a page what it is about; how to answer it stays.
func (l PageLetter) bare() PageLetter {
	l.Subject, l.Lines, l.Facts, l.Quotes = barePage, []string{bareLead}, nil, nil
	return l
}

// bare takes the words of a rule out of a mail to a colleague.
func (r RuleMail) bare(link string) RuleMail {
	r.Subject, r.Body = bareSubject, bareLead+"\n\n"+link
	return r
}
