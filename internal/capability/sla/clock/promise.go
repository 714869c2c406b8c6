package clock

import "time"

// A promise is to write to the customer at fixed times of the week. Each of these times is a clock, from the time
// before it, and one public word of ours since then keeps it.

// promise starts the clock of the first promised time after from, if there is one and none runs yet. A customer
// who asked us to pause, or whose ticket is solved, waits for nothing.
func (r *run) promise(from time.Time) {
	if r.Held || r.Status.done() || r.open(Promise) != nil {
		return
	}
	due, ok := r.Terms.Promise.slots().Next(from)
	if !ok {
		return
	}
	c := r.begin(Promise, from)
	c.Due = due.UTC()
	c.Target = Target{Metric: Promise, Seconds: int64(due.Sub(from).Seconds())}
	c.Calendar = Calendar{Title: r.Terms.Promise.Times + " " + r.Terms.Promise.Zone}
	r.setAlarm(c)
	r.mark(c, Mark{Kind: MarkStarted, Due: c.Due, Calendar: c.Calendar.Title})
}

// keepPromise takes a public word of ours for the time that is owed: the next one, or the one that was missed. A
// late word does not pay for the next time, too, and two words before one time do not pay for two.
func (r *run) keepPromise() {
	c := r.open(Promise)
	if c == nil || !r.now.After(c.Start) {
		return
	}
	from := c.Due
	if from.Before(r.now) {
		from = r.now
	}
	r.end(c, Fulfilled, "")
	r.promise(from)
}

// miss gives a promised time up when the next one passes, too: that one is owed now.
func (r *run) miss(c *Clock) {
	missed := c.Due
	r.end(c, Cancelled, "missed")
	r.promise(missed)
}

// withdraw ends the clock of what was promised.
func (r *run) withdraw(why string) {
	if c := r.open(Promise); c != nil {
		r.end(c, Cancelled, why)
	}
}
