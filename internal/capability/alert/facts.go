package alert

// ServiceSaved is the fact that a monitored service was made, changed or deleted.
type ServiceSaved struct {
	Title   string `json:"title"`
	New     bool   `json:"new,omitempty"`
	Removed bool   `json:"removed,omitempty"`
}

// EventKind implements event.Fact.
func (ServiceSaved) EventKind() string { return "alert_service.saved" }

// ServiceKeyed is the fact that a service has a new key, or that one was revoked.
type ServiceKeyed struct {
	Title   string `json:"title"`
	Revoked bool   `json:"revoked,omitempty"`
}

// EventKind implements event.Fact.
func (ServiceKeyed) EventKind() string { return "alert_service.keyed" }

// WasOpened is the fact that an alert began.
type WasOpened struct {
	Service  int64  `json:"service"`
	Severity string `json:"severity"`
	Urgency  string `json:"urgency"`
	Lead     int64  `json:"lead,omitempty"` // the alert whose storm it is folded into
}

// EventKind implements event.Fact.
func (WasOpened) EventKind() string { return "alert.opened" }

// WasAcknowledged is the fact that somebody looks at an alert; the event's actor, or the sender's side.
type WasAcknowledged struct {
	BySender bool `json:"by_sender,omitempty"`
}

// EventKind implements event.Fact.
func (WasAcknowledged) EventKind() string { return "alert.acknowledged" }

// WasResolved is the fact that an alert is over.
type WasResolved struct {
	Why string `json:"why"` // BySender, ByPerson, BySilence
}

// EventKind implements event.Fact.
func (WasResolved) EventKind() string { return "alert.resolved" }

// GotWorse is the fact that an alert pages again, louder than before.
type GotWorse struct {
	Severity string `json:"severity"`
	Urgency  string `json:"urgency"`
}

// EventKind implements event.Fact.
func (GotWorse) EventKind() string { return "alert.worse" }

// LeadsStorm is the fact that an alert now stands for a storm whose first alert is over.
type LeadsStorm struct {
	Folded int `json:"folded"`
}

// EventKind implements event.Fact.
func (LeadsStorm) EventKind() string { return "alert.leads_storm" }

// TicketOpened is the fact that a ticket was opened for an alert.
type TicketOpened struct {
	Ticket int64 `json:"ticket"`
}

// EventKind implements event.Fact.
func (TicketOpened) EventKind() string { return "alert.ticket_opened" }
