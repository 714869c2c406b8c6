// Package loop points desks and robots at each other.
package loop

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func newWire() *wire { return &wire{boxes: map[string]func(from, to string, raw []byte) error{}} }

// letter is a mail without a single header that would tell a machine.
func letter(from, to, subject string, n int) []byte {
	return []byte(strings.Join([]string{"From: " + from, "To: " + to, "Subject: " + subject, fmt.Sprintf("Message-ID: <%d@robot>", n), "",
		fmt.Sprintf("We got your mail (%d) and will read it soon.", n), ""}, "\r\n"))
}

// automatic counts what the desks themselves put on the wire.
func (w *wire) automatic() (n int) {
	for _, s := range w.sent {
		if !strings.HasPrefix(s, "robot@") && !strings.HasPrefix(s, "person@") && !strings.HasSuffix(s, "cleo@a.test") && !strings.HasSuffix(s, "cleo@b.test") {
			n++
		}
	}
	return n
}

// TestCheck35TwoDesks lets two desks with acknowledgements meet: one writes to the other.
func TestCheck35TwoDesks(t *testing.T) {
	play(t, newWire, func(w *wire) {
		w.carry("person@b.test", "support@a.test", letter("support@b.test", "support@a.test", "Our invoice", 1))
	}, func(t *testing.T, w *wire, a, b *desk) {
		if n := w.automatic(); n != 1 {
			t.Errorf("%d automatic mails, want the one acknowledgement: %q", n, w.sent)
		}
	})
}

// TestCheck35MarksLost is the same behind a gateway that drops every header and number by which machines know
// each other: the brakes alone end it, and the administrator is told.
func TestCheck35MarksLost(t *testing.T) {
	stripped := func() *wire {
		w := newWire()
		w.strip = []string{"Auto-Submitted", "X-Auto-Response-Suppress", "Precedence", "X-Daywatch-Desk", "In-Reply-To", "References",
			"Message-ID", "Return-Path", "List-Id"}
		return w
	}
	play(t, stripped, func(w *wire) {
		w.carry("person@b.test", "support@a.test", letter("support@b.test", "support@a.test", "Our invoice", 1))
	}, func(t *testing.T, w *wire, a, b *desk) {
		if n := w.automatic(); n > 2 {
			t.Errorf("%d automatic mails: %q", n, w.sent)
		}
		if a.breakers(t)+b.breakers(t) == 0 {
			t.Errorf("no note tells that a brake held: %q", w.sent)
		}
	})
}

// TestCheck35Robot is a no-reply robot that answers every mail at once, with a new mail that nothing marks.
func TestCheck35Robot(t *testing.T) {
	play(t, newWire, func(w *wire) {
		n := 0
		answer := func(_, _ string, _ []byte) error {
			n++
			if n > 50 {
				return nil // it would never end
			}
			time.Sleep(time.Second) // of the bent clock
			return w.carry("robot@shop.test", "support@a.test", letter("robot@shop.test", "support@a.test", "Your request", n))
		}
		w.boxes["shop.test"] = answer
		answer("", "", nil)
		for range 5 { // and it has things to say by itself
			time.Sleep(5 * time.Minute)
			answer("", "", nil)
		}
	}, func(t *testing.T, w *wire, a, b *desk) {
		if n := w.automatic(); n == 0 || n > 2 {
			t.Errorf("%d automatic mails: %q", n, w.sent)
		}
		if a.breakers(t) == 0 {
			t.Errorf("no note tells that a brake held: %q", w.sent)
		}
		c, err := a.intake.Counts(a.ctx)
		if err != nil || c.Received < 6 || c.Filed != c.Received {
			t.Errorf("the robot's mails are tickets all the same: %+v, %v", c, err)
		}
	})
}
