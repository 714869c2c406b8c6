package queue

import "cmp"

// Turn is somebody who could be given the next ticket.
type Turn struct {
	User int64 `json:"user"`
	// Share is against those of others: who has 50 gets half as many as who has 100.
	Share int64 `json:"share"`
	// Balance is what is due to them from earlier turns: above 0 they had less than their share, below it more.
	Balance int64 `json:"balance"`
}

// next says whose turn it is, and what is due to everybody then. It is the smooth weighted round robin (nginx, commit
// 52327e0): each gains their share, and who is given the ticket pays for all. Nobody is ever a whole ticket ahead, and
// whoever has a large share does not get theirs in a row. Of equals the one with the smallest number is next. There
// must be somebody, and every share must be above 0.
func next(turns []Turn) (chosen int, after []Turn) {
	after = make([]Turn, len(turns))
	var all int64
	for i, t := range turns {
		all += t.Share
		t.Balance += t.Share
		after[i] = t
		if best := after[chosen]; cmp.Or(cmp.Compare(t.Balance, best.Balance), cmp.Compare(best.User, t.User)) > 0 {
			chosen = i
		}
	}
	after[chosen].Balance -= all
	return chosen, after
}
