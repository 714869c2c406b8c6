package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// progress shows how far a long command is: a bar on a terminal, else a line now and then.
type progress struct {
	out   io.Writer
	live  bool
	now   func() time.Time
	start time.Time
	shown time.Time
	total int64 // bytes to do; 0 when unknown
	width int   // of the last bar, to wipe it
}

func newProgress(std IO, total int64) *progress {
	return &progress{out: std.Err, live: isTerminal(std.Err), now: std.Now, start: std.Now(), shown: std.Now(), total: total}
}

// between is how often progress is shown: often enough to move, seldom enough for a log.
func (p *progress) between() time.Duration {
	if p.live {
		return 100 * time.Millisecond
	}
	return 10 * time.Second
}

// show tells that count things and done bytes are behind us.
func (p *progress) show(count int, done int64) {
	now := p.now()
	if now.Sub(p.shown) < p.between() {
		return
	}
	p.shown = now
	text := p.text(count, done, now.Sub(p.start))
	if !p.live {
		fmt.Fprintln(p.out, text)
		return
	}
	text = bar(done, p.total) + " " + text
	fmt.Fprintf(p.out, "\r%s%s", text, strings.Repeat(" ", max(0, p.width-len(text))))
	p.width = len(text)
}

// say tells how far a command is in its own words; nothing says nothing.
func (p *progress) say(text string) {
	now := p.now()
	if text == "" || now.Sub(p.shown) < p.between() {
		return
	}
	p.shown = now
	if !p.live {
		fmt.Fprintln(p.out, text)
		return
	}
	fmt.Fprintf(p.out, "\r%s%s", text, strings.Repeat(" ", max(0, p.width-len(text))))
	p.width = len(text)
}

func (p *progress) text(count int, done int64, took time.Duration) string {
	text := fmt.Sprintf("%d mails, %.0f a second", count, float64(count)/max(took.Seconds(), 0.001))
	if p.total == 0 || done == 0 {
		return text
	}
	left := time.Duration(float64(took) * float64(p.total-done) / float64(done)).Round(time.Second)
	return fmt.Sprintf("%3.0f %%  %s, %s left", 100*float64(done)/float64(p.total), text, left)
}

// end wipes the bar.
func (p *progress) end() {
	if p.live && p.width > 0 {
		fmt.Fprintf(p.out, "\r%s\r", strings.Repeat(" ", p.width))
	}
}

func bar(done, total int64) string {
	const width = 24
	if total <= 0 {
		return ""
	}
	full := int(min(done, total) * width / total)
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", width-full) + "]"
}
