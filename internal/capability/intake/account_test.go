package intake

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// errPowerCut ends a transaction as a crash does.
var errPowerCut = errors.New("power cut")

// sorts of mail, and where each ends when it is filed.
var sorts = []struct {
	name  string
	lines []string
	ends  State
}{
	{"person", []string{"From: " + dana}, Filed},
	{"spam", []string{"From: " + dana, "X-Spam-Flag: YES"}, Held},
	{"absence", []string{"From: " + dana, "Auto-Submitted: auto-replied"}, Held},
	{"alert", []string{"From: root@db1", "Auto-Submitted: auto-generated"}, Filed},
}

// account is what the ledger must say: the model beside the desk.
type account struct {
	k      *desk
	t      *rapid.T
	states map[int64]State
	sort   map[int64]int
	free   map[int64]bool // released or read again: filed whatever it looks like
}

// TestAccountBalances does receiving, filing, crashing, giving up, releasing and reading again in any order:
// after every step received = filed + held + dead + pending, and every delivery stands where it must.
func TestAccountBalances(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.do(func(tx *db.Tx) error { return MailBrakes.Set(k.ctx, tx, k.log, Brakes{PerSenderHour: 1 << 30}) })
		rounds := 0
		rapid.Check(t, func(rt *rapid.T) {
			rounds++
			a := &account{k: k, t: rt, states: map[int64]State{}, sort: map[int64]int{}, free: map[int64]bool{}}
			base := k.balanced()
			steps := rapid.SliceOfN(rapid.IntRange(0, 6), 1, 12).Draw(rt, "steps")
			for n, step := range steps {
				a.step(step, fmt.Sprint(rounds, "/", n))
				a.check(base)
			}
		})
	})
}

func (a *account) step(step int, key string) {
	switch step {
	case 0, 1:
		sort := rapid.IntRange(0, len(sorts)-1).Draw(a.t, "sort")
		in := inbound(letterOf(append(sorts[sort].lines, "To: "+support, "Subject: "+key)...))
		id, fresh, err := a.k.Receive(a.k.ctx, in)
		again, twice, err2 := a.k.Receive(a.k.ctx, in)
		if err != nil || err2 != nil || !fresh || twice || again != id {
			a.t.Fatalf("received %d, %v, again %d, %v: %v, %v", id, fresh, again, twice, err, err2)
		}
		a.states[id], a.sort[id] = Pending, sort
	case 2, 3:
		if id, ok := a.some(Pending); ok {
			a.must(a.k.File(a.k.ctx, id))
			if a.states[id] = sorts[a.sort[id]].ends; a.free[id] {
				a.states[id] = Filed
			}
		}
	case 4:
		if id, ok := a.some(Pending); ok {
			a.crash(id)
		}
	case 5:
		if id, ok := a.some(Pending); ok {
			a.must(a.k.DB.Do(a.k.ctx, func(tx *db.Tx) error { return a.k.poisoned(a.k.ctx, tx, id, maxTries, errPowerCut) }))
			a.states[id] = Dead
		}
	case 6:
		if id, ok := a.some(Held); ok {
			a.must(a.k.Release(a.k.ctx, id))
			a.states[id], a.free[id] = Pending, true
		} else if id, ok := a.some(Dead); ok {
			a.must(a.k.Retry(a.k.ctx, id))
			a.states[id], a.free[id] = Pending, true
		}
	}
}

// crash files a delivery and loses the transaction at its end.
func (a *account) crash(id int64) {
	ctx := access.AsSystem(a.k.ctx, "mail")
	d, err := findDelivery(ctx, a.k.DB.Read(), id)
	a.must(err)
	m, err := a.k.understand(ctx, d)
	a.must(err)
	err = a.k.DB.Do(ctx, func(tx *db.Tx) error {
		m.Delivery = m.describe(d)
		if err := a.k.settle(ctx, tx, &m); err != nil {
			return err
		}
		return errPowerCut
	})
	if !errors.Is(err, errPowerCut) {
		a.t.Fatal(err)
	}
}

func (a *account) must(err error) {
	if err != nil {
		a.t.Fatal(err)
	}
}

// some picks a delivery of this round in a state, the oldest first or the newest.
func (a *account) some(s State) (id int64, ok bool) {
	oldest := rapid.Bool().Draw(a.t, "oldest")
	for n, state := range a.states {
		if state == s && (!ok || (n < id) == oldest) {
			id, ok = n, true
		}
	}
	return id, ok
}

func (a *account) check(base Counts) {
	got := a.k.balanced()
	want := map[State]int{Filed: base.Filed, Held: base.Held, Dead: base.Dead, Pending: base.Pending}
	for id, state := range a.states {
		want[state]++
		if d := a.k.delivery(id); d.State != state || (state == Filed || state == Dead) != (d.TicketID != 0 && d.State != Pending) {
			a.t.Fatalf("delivery %d (%s) is %s on ticket %d, want %s", id, sorts[a.sort[id]].name, d.State, d.TicketID, state)
		}
	}
	if got.Filed != want[Filed] || got.Held != want[Held] || got.Dead != want[Dead] || got.Pending != want[Pending] {
		a.t.Fatalf("%+v, want %v", got, want)
	}
}
