package call

import (
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// link offers a call about a ticket as Ana, and gives the link's secret.
func (k *desk) link(o Offering) (Call, string) {
	k.T.Helper()
	if o.TicketID == 0 {
		o.TicketID = k.open()
	}
	if o.Kind == "" {
		o.Kind = Troubleshooting
	}
	c, err := k.Offer(k.As(k.ana), o)
	k.Must(err)
	return c, k.token(c)
}

func (k *desk) free(token string, minutes int) (all []time.Time) {
	k.T.Helper()
	v, err := k.Visit(k.T.Context(), token)
	k.Must(err)
	slots, err := k.Free(k.T.Context(), v, minutes)
	k.Must(err)
	for _, s := range slots {
		all = append(all, s.At)
	}
	return all
}

// TestLife offers a call, books it, and records that it was held: the ticket tells all of it, and the link is in it.
func TestLife(t *testing.T) {
	bubble(t, func(k *desk) {
		c, token := k.link(Offering{})
		th, err := k.Tickets.Thread(k.Ctx, c.TicketID)
		k.Must(err)
		if last := th.Comments[len(th.Comments)-1].Body; !strings.Contains(last, "https://desk.test/book/"+token) ||
			!strings.Contains(last, "#"+itoa(c.TicketID)) {
			t.Fatalf("the link is not in what the customer reads: %s", last)
		}
		free := k.free(token, 30)
		if len(free) == 0 || !free[0].Equal(time.Date(2000, 1, 3, 8, 0, 0, 0, time.UTC)) {
			t.Fatalf("free: %v", free[:min(3, len(free))])
		}
		c, err = k.Book(k.T.Context(), token, Choice{At: free[2], Minutes: 30, About: "The queue", Guests: []string{"Bob <bob@x.test>"}})
		k.Must(err)
		if c.State != Booked || c.Hosts[0] != k.ana.ID || len(k.letters) != 3 {
			t.Fatalf("%+v", c)
		}
		if _, err := k.Book(k.T.Context(), token, Choice{At: free[3], Minutes: 30}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the link books twice: %v", err)
		}
		k.letters = nil
		k.Wait(free[2].Sub(k.DB.Now(k.Ctx)) + 11*time.Minute)
		near := 0
		for _, l := range k.letters {
			if strings.HasPrefix(l.Subject, "Soon: ") && l.Calendar == "" {
				near++
			}
		}
		if near != 6 || len(k.notices) != 1 {
			t.Errorf("%d reminders, notices %+v", near, k.notices)
		}
		c, err = k.Hold(k.As(k.ana), c.ID, Outcome{Summary: "Raise the limit", Notes: "They run two versions"})
		k.Must(err)
		th, err = k.Tickets.Thread(k.Ctx, c.TicketID)
		k.Must(err)
		public, internal := th.Comments[len(th.Comments)-2], th.Comments[len(th.Comments)-1]
		if !public.Public || !strings.Contains(public.Body, "Raise the limit") || internal.Public ||
			internal.Body != "They run two versions" || c.State != Held {
			t.Errorf("%+v, %+v", public, internal)
		}
	})
}

// TestMissed waits ten minutes for a customer who does not come: they get another link, and the first is counted.
func TestMissed(t *testing.T) {
	bubble(t, func(k *desk) {
		c, token := k.link(Offering{})
		free := k.free(token, 30)
		_, err := k.Book(k.T.Context(), token, Choice{At: free[0], Minutes: 30})
		k.Must(err)
		k.Wait(free[0].Sub(k.DB.Now(k.Ctx)) + 9*time.Minute)
		if _, err := k.Miss(k.As(k.ana), c.ID); !fault.Is(err, fault.Conflict) {
			t.Fatalf("nobody waited ten minutes: %v", err)
		}
		k.Wait(time.Minute)
		again, err := k.Miss(k.As(k.ana), c.ID)
		k.Must(err)
		if k.call(c.ID).State != NoShow || again.State != Offered || len(k.free(k.token(again), 30)) == 0 {
			t.Errorf("%+v", again)
		}
	})
}

// TestLinkEnds: a link that was replaced, taken back, or not used in time leads nowhere, or says that it is over.
func TestLinkEnds(t *testing.T) {
	bubble(t, func(k *desk) {
		c, first := k.link(Offering{})
		_, second := k.link(Offering{TicketID: c.TicketID})
		if _, err := k.Visit(k.T.Context(), first); !fault.Is(err, fault.NotFound) {
			t.Errorf("the replaced link: %v", err)
		}
		for _, forged := range []string{"", "1", second[:len(second)-1], second + "x", "zz-" + second, strings.Replace(second, "-", "-A", 1)} {
			if _, err := k.Visit(k.T.Context(), forged); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q: %v", forged, err)
			}
		}
		at := k.free(second, 30)[0]
		k.Wait(15 * 24 * time.Hour)
		if v, err := k.Visit(k.T.Context(), second); err != nil || v.State != Expired {
			t.Errorf("%+v, %v", v, err)
		}
		if _, err := k.Book(k.T.Context(), second, Choice{At: at, Minutes: 30}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the link that is over books: %v", err)
		}
	})
}

// TestCustomerChanges moves and cancels by the link, until two hours before the start.
func TestCustomerChanges(t *testing.T) {
	bubble(t, func(k *desk) {
		c, token := k.link(Offering{})
		free := k.free(token, 30)
		_, err := k.Book(k.T.Context(), token, Choice{At: free[4], Minutes: 30})
		k.Must(err)
		k.letters = nil
		moved, err := k.MoveByLink(k.T.Context(), token, Choice{At: free[5]})
		k.Must(err)
		if moved.Sequence != 1 || !moved.From.Equal(free[5]) || !strings.Contains(k.letters[0].Calendar, "UID:"+c.UID) {
			t.Errorf("%+v", moved)
		}
		k.Wait(free[5].Sub(k.DB.Now(k.Ctx)) - 2*time.Hour)
		if _, err := k.CancelByLink(k.T.Context(), token, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("cancelled too late: %v", err)
		}
		if _, err := k.Cancel(k.As(k.ana), c.ID, "Solved in writing"); err != nil {
			t.Error(err)
		}
	})
}

// TestBusy: nobody is booked while they are away, on call, or in another call.
func TestBusy(t *testing.T) {
	bubble(t, func(k *desk) {
		_, token := k.link(Offering{Hosts: []int64{k.ana.ID, k.ben.ID}})
		free := k.free(token, 30)
		k.onCall[k.ana.ID] = append(k.onCall[k.ana.ID], spanAt(free[0], 4*time.Hour))
		c, err := k.Book(k.T.Context(), token, Choice{At: free[0], Minutes: 30})
		k.Must(err)
		if c.Hosts[0] != k.ben.ID {
			t.Errorf("who is on call took it: %v", c.Hosts)
		}
		_, token = k.link(Offering{Hosts: []int64{k.ana.ID, k.ben.ID}})
		if _, err = k.Book(k.T.Context(), token, Choice{At: free[0], Minutes: 30}); !fault.Is(err, fault.Conflict) {
			t.Errorf("nobody is free: %v", err)
		}
		_, token = k.link(Offering{Hosts: []int64{k.ana.ID, k.ben.ID}, Every: true})
		both := k.free(token, 30)
		if len(both) == 0 || both[0].Before(free[0].Add(4*time.Hour)) {
			t.Errorf("both are free at %v", both)
		}
	})
}
