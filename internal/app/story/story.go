// Package story plays the product: a desk in processes of its own, a customer with a mailbox of her own, and
// an engineer who works in the pages. It says at each step what happens and which duty of the job family that
// fulfils, and goes on only when what it says has been verified.
package story

import (
	"context"
	"io"
	"time"

	"github.com/daywatch/daywatch/internal/app/duties"
	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// act is one part of the story, as data.
type act struct {
	title  string
	duties []string // ids of package duties
	steps  []step
}

// step is one thing that happens: say tells it beforehand; do lets it happen, verifies it and tells what was
// seen. Its error is a claim that did not hold.
type step struct {
	say string
	do  func(ctx context.Context, s *stage) (seen string, err error)
}

// Options is what the story is played with.
type Options struct {
	Dir     string        // an empty folder for the desk
	Program string        // the daywatch binary
	Pace    time.Duration // between two steps
	Step    bool          // wait for a line of In instead
	Stay    bool          // keep the desk at the end until ctx ends
	In      io.Reader
	Out     io.Writer
	Now     func() time.Time
	Browse  func(url string) error // opens a page in a browser; nil: the reader does
	// Open opens a desk of a folder, by its name, beside the process that serves it, its clock bent by an offset.
	Open func(ctx context.Context, dir, desk string, bent time.Duration) (*Beside, error)
}

// Beside is a desk opened beside the process that serves it, as the commands of an administrator open it.
type Beside struct {
	DB          *db.DB
	Log         *event.Log
	Tickets     *ticket.Service
	Intake      *intake.Service
	Notify      *notify.Service
	People      *people.Service
	OnCall      *oncall.Service
	Emergencies *emergency.Service
	Incidents   *incident.Service
	Accounts    *account.Service
	Close       func() error
}

// Play tells the whole story. It is nil only when every step held.
func Play(ctx context.Context, o Options) error {
	s, err := newStage(ctx, o)
	if err != nil {
		return err
	}
	defer s.clear()
	t := newTeller(o)
	t.say("Daywatch, a story. It is %s in Brisbane.", s.clock(ctx).Format("Monday, 15:04"))
	steps := 0
	for n, a := range acts() {
		t.title(n, a)
		if err := s.play(ctx, t, a); err != nil {
			return err
		}
		steps += len(a.steps)
	}
	t.say("\nThe end: %d steps, and what each of them claims was verified on the wire, in the mailboxes and in the desk.", steps)
	return t.stay(ctx, s.url())
}

// play tells one act.
func (s *stage) play(ctx context.Context, t *teller, a act) error {
	for _, step := range a.steps {
		t.step(s.clock(ctx), step.say)
		seen, err := step.do(ctx, s)
		if err == nil {
			t.seen(seen)
			err = t.wait(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return fault.New(fault.Internal, "The story was interrupted in “%s”", a.title)
		case err != nil:
			return stopped(a, err, s.keepLog())
		}
	}
	return nil
}

// stopped is the end of a story that did not hold. The cause may be a fault of the desk with a sentence of
// its own; it stands as text here, so that the reader sees where the story was.
func stopped(a act, cause error, log string) error {
	return fault.New(fault.Internal, "The story stops in “%s”: %v. The desk's own log is %s", a.title, cause, log)
}

// fulfils names the duties of an act.
func (a act) fulfils() []duties.Duty {
	var out []duties.Duty
	for _, id := range a.duties {
		if d, ok := duties.Find(id); ok {
			out = append(out, d)
		}
	}
	return out
}
