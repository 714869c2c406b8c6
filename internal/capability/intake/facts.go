package intake

// HeldBack is the fact that a mail was held, or with Released let through by a person.
type HeldBack struct {
	Reason   string `json:"reason,omitempty"`
	Released bool   `json:"released,omitempty"`
}

// EventKind implements event.Fact.
func (HeldBack) EventKind() string { return "mail.held" }

// MailFiled is the fact that a mail became part of a ticket.
type MailFiled struct {
	Ticket  int64 `json:"ticket"`
	Comment int64 `json:"comment"`
}

// EventKind implements event.Fact.
func (MailFiled) EventKind() string { return "mail.filed" }
