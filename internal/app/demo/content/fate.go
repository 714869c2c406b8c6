package content

// fate is how far a ticket's story has come at the moment of the picture.
type fate int

const (
	unanswered fate = iota // new, nobody has taken it
	ours                   // open: we owe the next step
	theirs                 // pending: the customer does
	held                   // on hold: a third party does
	finished               // solved, or closed a week later
	abandoned              // the customer never answered; the desk solved it
)

// liveFate draws a fate for the unsolved queue.
func liveFate(d dice) fate {
	return pick(d, []fate{unanswered, unanswered, unanswered, unanswered, unanswered, ours, ours, ours, ours, ours, ours, ours,
		theirs, theirs, theirs, theirs, theirs, theirs, held, held, held})
}

// endedFate draws one for the archive.
func endedFate(d dice) fate {
	if d.chance(9) {
		return abandoned
	}
	return finished
}

// statusAfter gives the status that turn t leaves behind, coming from status before. last is set on the final turn
// of a finished story.
func (t *turn) statusAfter(before Status, last bool) Status {
	switch {
	case t.status != "":
		return t.status
	case !t.who.isStaff():
		if before == New {
			return New
		}
		return Open
	case t.internal:
		if before == New {
			return Open // writing a note means having taken it
		}
		return before
	case last:
		return Solved
	}
	return Pending
}

// cuts lists how many turns of the story may have happened under f: the story is told up to there.
func cuts(turns []turn, f fate) []int {
	var out []int
	status := New
	for i := range turns {
		status = turns[i].statusAfter(status, i == len(turns)-1)
		n := i + 1
		switch f {
		case unanswered:
			return []int{1}
		case ours:
			if status == Open || n == 1 {
				out = append(out, n)
			}
		case theirs:
			if status == Pending && !turns[i].internal {
				out = append(out, n)
			}
		case held:
			if status == Hold {
				out = append(out, n)
			}
		case abandoned:
			if status == Pending && !turns[i].internal && n < len(turns) {
				out = append(out, n)
			}
		case finished:
			return []int{len(turns)}
		}
	}
	return out
}
