package story

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// teller writes the story down at a reader's pace.
type teller struct {
	out   io.Writer
	pace  time.Duration
	lines chan error // one for each line of the reader; nil: the story goes on by itself
	stays bool
}

func newTeller(o Options) *teller {
	t := &teller{out: o.Out, pace: o.Pace, stays: o.Stay}
	if o.Step {
		t.lines = make(chan error)
		go read(o.In, t.lines)
		t.say("Press Enter for each next step.")
	}
	return t
}

// read passes on that there was a line. It ends with the reader, or with the process.
func read(in io.Reader, lines chan<- error) {
	r := bufio.NewReader(in)
	for {
		_, err := r.ReadString('\n')
		lines <- err
		if err != nil {
			return
		}
	}
}

func (t *teller) say(format string, args ...any) {
	fmt.Fprintf(t.out, format+"\n", args...)
}

func (t *teller) title(n int, a act) {
	if n == 0 {
		t.say("\n%s", a.title)
	} else {
		t.say("\nAct %d. %s", n, a.title)
	}
	for _, d := range a.fulfils() {
		t.say("  Duty %s: %s", d.ID, d.Text)
	}
}

// step tells what is about to happen, at a time of the desk's clock.
func (t *teller) step(at time.Time, say string) {
	t.say("\n%s  %s", at.Format("Mon 15:04:05"), strings.ReplaceAll(say, "\n", "\n              "))
}

func (t *teller) seen(what string) {
	t.say("           →  %s", strings.ReplaceAll(what, "\n", "\n              "))
}

// wait gives the reader time, or waits for them.
func (t *teller) wait(ctx context.Context) error {
	if t.lines == nil {
		return pause(ctx, t.pace)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-t.lines:
		if errors.Is(err, io.EOF) {
			t.lines, t.pace = nil, 0 // nobody presses Enter any more
			return nil
		}
		return err
	}
}

// stay keeps the desk for whoever wants to look around.
func (t *teller) stay(ctx context.Context, url string) error {
	if !t.stays {
		return nil
	}
	t.say("The desk stays at %s until you press Ctrl-C.", url)
	<-ctx.Done()
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
