package ticket

// Created is the fact that a ticket was opened.
type Created struct {
	Requester    int64  `json:"requester"`
	Organization int64  `json:"organization,omitempty"`
	Channel      string `json:"channel"`
	FollowUpOf   int64  `json:"follow_up_of,omitempty"`
}

// EventKind implements event.Fact.
func (Created) EventKind() string { return "ticket.created" }

// Changed is the fact that a field of a ticket changed. Values are words or ids, empty for unset.
type Changed struct {
	// Field is subject, status, priority, severity, type, requester, organization, group, assignee, tags, cc,
	// follower, stage, region, calendar, form, due (instant and zone), paused (the reason), merged_into,
	// opt_out:TAG (the reason) or field:KEY (values, with line breaks between).
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// EventKind implements event.Fact.
func (Changed) EventKind() string { return "ticket.changed" }

// Commented is the fact that someone added to the thread.
type Commented struct {
	Comment    int64  `json:"comment"`
	Author     int64  `json:"author"`
	Public     bool   `json:"public"`
	Ours       bool   `json:"ours,omitempty"`  // by the desk's staff, not by the customer
	First      bool   `json:"first,omitempty"` // the comment that opened the ticket
	FirstReply bool   `json:"first_reply,omitempty"`
	Channel    string `json:"channel"`
	Automatic  string `json:"automatic,omitempty"`
	Outside    bool   `json:"outside,omitempty"`
	// MayAnswer says that an automatic mail may answer this comment; intake's second verdict.
	MayAnswer bool `json:"may_answer,omitempty"`
}

// EventKind implements event.Fact.
func (Commented) EventKind() string { return "comment.added" }

// NotSent is the fact that a held reply was refused at the end of its undo time; it stays on the ticket.
type NotSent struct {
	Held int64  `json:"held"`
	Why  string `json:"why"`
}

// EventKind implements event.Fact.
func (NotSent) EventKind() string { return "reply.not_sent" }
