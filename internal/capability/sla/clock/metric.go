package clock

import "time"

// Metric is what a clock measures; the words are Zendesk's, without their _time.
type Metric string

// The metrics. All but Promise have targets in policies.
const (
	FirstReply      Metric = "first_reply"      // the customer's first word to our first public reply
	NextReply       Metric = "next_reply"       // the oldest unanswered word of the customer to our next public reply
	PeriodicUpdate  Metric = "periodic_update"  // between public replies of ours
	PausableUpdate  Metric = "pausable_update"  // the same, but not while the customer is asked something
	RequesterWait   Metric = "requester_wait"   // new, open and on hold
	AgentWork       Metric = "agent_work"       // new and open
	TotalResolution Metric = "total_resolution" // until solved
	Promise         Metric = "promise"          // the next of the times promised to the customer; beside the SLA
)

// Metrics lists those that a policy sets targets for, in the order in which they matter to a customer.
func Metrics() []Metric {
	return []Metric{FirstReply, NextReply, PeriodicUpdate, PausableUpdate, RequesterWait, AgentWork, TotalResolution}
}

// Status is where a ticket stands, in the words of ticket.Status.
type Status string

// The statuses.
const (
	New     Status = "new"
	Open    Status = "open"
	Pending Status = "pending"
	Hold    Status = "hold"
	Solved  Status = "solved"
	Closed  Status = "closed"
)

func (s Status) done() bool { return s == Solved || s == Closed }

// byStatus reports whether m counts how long a ticket has some statuses; the others count up to a public reply.
func (m Metric) byStatus() bool {
	return m == RequesterWait || m == AgentWork || m == TotalResolution
}

// counts reports whether m runs while a ticket that is not done has the status s (tickets.md, Metrics).
func (m Metric) counts(s Status) bool {
	switch m {
	case AgentWork:
		return s == New || s == Open
	case PausableUpdate, RequesterWait:
		return s != Pending
	}
	return true
}

// seconds is how far a target goes.
func seconds(n int64) time.Duration { return time.Duration(n) * time.Second }

// part is a share of n seconds, to the second.
func part(share float64, n int64) time.Duration { return seconds(int64(share * float64(n))) }
