package content

import "time"

// end brings the ticket from its last turn to the moment of the picture.
func (th *thread) end() {
	last := th.times[len(th.times)-1]
	switch {
	case th.live != nil:
		th.endFeatured(last)
	case th.fate == ours:
		th.endOurs(last)
	case th.fate == finished:
		th.endFinished(last)
	case th.fate == abandoned:
		th.ticket.Tags = append(th.ticket.Tags, "auto_solved")
		th.setStatus(last.Add(giveUpAfter), "", Solved)
		th.close(last.Add(giveUpAfter))
	}
	th.ticket.UpdatedAt = th.ticket.Comments[len(th.ticket.Comments)-1].At
	if n := len(th.ticket.Changes); n > 0 && th.ticket.Changes[n-1].At.After(th.ticket.UpdatedAt) {
		th.ticket.UpdatedAt = th.ticket.Changes[n-1].At
	}
}

// soon is a moment between last and now, at most limit after last.
func (th *thread) soon(last time.Time, limit time.Duration) time.Time {
	room := min(limit, th.now.Sub(last))
	if room <= 0 {
		return last
	}
	return last.Add(th.wait(0, room)).Truncate(time.Second)
}

func (th *thread) endFeatured(last time.Time) {
	agent := th.cast[byAgent].Key
	switch {
	case th.live.loose && th.ticket.Assignee != "":
		th.assign(th.soon(last, time.Hour), th.ticket.Assignee, "")
	case !th.live.loose && th.ticket.Assignee == "":
		th.assign(th.soon(last, 20*time.Minute), agent, agent)
	}
	if th.live.status != "" {
		th.setStatus(th.soon(last, 30*time.Minute), agent, th.live.status)
	}
}

// endOurs leaves an open ticket with its engineer, or sends it home to the customer's region, unassigned.
func (th *thread) endOurs(last time.Time) {
	agent := th.cast[byAgent].Key
	switch {
	case th.ticket.Assignee == "":
		th.assign(th.soon(last, 40*time.Minute), agent, agent)
	case th.chance(22):
		th.ticket.Tags = append(th.ticket.Tags, "rehome_initiated")
		th.assign(th.soon(last, 3*time.Hour), th.ticket.Assignee, "")
	}
}

// endFinished solves what the last turn left open: the customer has thanked, the engineer clicks.
func (th *thread) endFinished(last time.Time) {
	if th.ticket.Status != Solved {
		last = th.soon(last, 5*time.Hour)
		th.setStatus(last, th.ticket.Assignee, Solved)
	}
	th.close(last)
}

func (th *thread) close(solved time.Time) {
	if at := solved.Add(closeAfter); !at.After(th.now) {
		th.setStatus(at, "", Closed)
	}
}
