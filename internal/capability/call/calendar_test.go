package call

import (
	"errors"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/caldav"
	"github.com/daywatch/daywatch/internal/capability/call/sign"
	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestTake: what a calendar says is believed, unless it fails, or is empty all of a sudden for the first time.
func TestTake(t *testing.T) {
	before := Calendar{Kind: Feed, Events: 7, Busy: []slot.Span{spanAt(firstMonday, time.Hour)}, GoodAt: firstMonday}
	now := firstMonday.Add(time.Hour)
	fresh := caldav.Busy{Events: 1, Spans: []slot.Span{spanAt(now, time.Hour)}}
	for name, c := range map[string]struct {
		got     caldav.Busy
		failed  error
		trouble string // of before
		kept    bool   // the old copy
	}{
		"new":                {fresh, nil, "", false},
		"failed":             {caldav.Busy{}, fault.New(fault.Unavailable, "It is down"), "", true},
		"a defect":           {caldav.Busy{}, errors.New("boom"), "", true},
		"empty once":         {caldav.Busy{}, nil, "", true},
		"empty twice":        {caldav.Busy{}, nil, emptied, false},
		"empty after it was": {caldav.Busy{}, nil, "It is down", true},
	} {
		cal := before
		cal.Trouble = c.trouble
		cal.take(c.got, c.failed, now)
		if kept := cal.GoodAt.Equal(before.GoodAt) && cal.Events == 7; kept != c.kept || (cal.Trouble != "") != c.kept || !cal.AskedAt.Equal(now) {
			t.Errorf("%s: %+v", name, cal)
		}
	}
}

// TestSeal: a password is not in what is stored, comes back with the same key, and not with another.
func TestSeal(t *testing.T) {
	s, other := New(Deps{Key: []byte("one")}), New(Deps{Key: []byte("two")})
	a, err := s.seal("hush")
	must(t, err)
	b, err := s.seal("hush")
	must(t, err)
	if a == b || a == "hush" {
		t.Errorf("sealed as %q and %q", a, b)
	}
	if got, err := s.unseal(a); err != nil || got != "hush" {
		t.Errorf("%q, %v", got, err)
	}
	for _, broken := range []string{a[:4], "!", a[:len(a)-4] + "AAA="} {
		if _, err := s.unseal(broken); !fault.Is(err, fault.Conflict) {
			t.Errorf("%q: %v", broken, err)
		}
	}
	if _, err := other.unseal(a); !fault.Is(err, fault.Conflict) {
		t.Errorf("another key opens it: %v", err)
	}
}

// TestHints: a sign is shown until somebody puts it aside, and none while a call is offered.
func TestHints(t *testing.T) {
	bubble(t, func(k *desk) {
		k.star = true
		id := k.open()
		seen := func() int {
			tk, err := k.Tickets.Get(k.Ctx, id)
			k.Must(err)
			hints, err := k.Hints(k.Ctx, tk)
			k.Must(err)
			return len(hints)
		}
		if n := seen(); n != 1 {
			k.T.Fatalf("%d signs", n)
		}
		if err := k.PutAside(k.As(k.ana), id, "mood"); !fault.Is(err, fault.Invalid) {
			k.T.Errorf("an unknown sign: %v", err)
		}
		c, _ := k.link(Offering{TicketID: id})
		if n := seen(); n != 0 {
			k.T.Errorf("%d signs while a call is offered", n)
		}
		k.Must(k.Withdraw(k.As(k.ana), c.ID))
		if n := seen(); n != 1 {
			k.T.Errorf("%d signs after the link was taken back", n)
		}
		k.Must(k.PutAside(k.As(k.ana), id, sign.Attention))
		if n := seen(); n != 0 {
			k.T.Errorf("%d signs after it was put aside", n)
		}
	})
}
