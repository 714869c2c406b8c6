// Package story watches `daywatch story` as its audience does: the terminal, and the browser beside it.
package story

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/browser"
)

// TestStory plays the story step by step. The browser is signed in before the first mail comes and is never
// told to reload: what it shows, it was told.
func TestStory(t *testing.T) {
	if web.AssetsMissing() {
		t.Fatal("the assets are missing: run scripts/assets.sh first")
	}
	s := play(t)
	url := s.until(`over her shoulder: (\S+)`)
	password := s.until(`sign in as priya@tideline\.example, password: (.+)`)
	b := browser.Open(t)
	signIn(b, url, "priya@tideline.example", password)

	s.enter() // the desk has its address
	s.until(`→  Mail for`)
	s.enter() // a mail comes, and the desk is killed
	s.until(`= 0 filed \+ 0 held \+ 0 dead \+ (1) pending`)
	if browser.Eval[bool](b, `document.body.textContent.includes("Runner jobs stuck")`) {
		t.Error("the page shows the mail before it is filed")
	}
	s.enter() // it is back
	number := s.until(`→  The mail is filed: ticket #(\d+)`)
	b.Until(`[...document.querySelectorAll("#rows .row")].filter(r => r.textContent.includes("Runner jobs stuck since the upgrade")).length === 1`)
	b.Shoot("story-queue")

	s.enter() // the same bytes again
	s.until(`→  250 again`)
	b.Go(strings.TrimSuffix(url, "/tickets") + "/tickets/" + number)
	b.Until(`document.body.textContent.includes("ERR_LOCK_TIMEOUT") && document.body.textContent.includes("runner.log")`)
	s.enter() // Priya answers
	s.until(`→  The reply is on its way`)
	b.Until(`document.body.textContent.includes("the cache lock of the old version")`)
	s.enter() // Aroha reads
	s.until(`→  (Exactly one reply)`)
	s.enter() // and answers
	s.until(`→  It stands below`)
	b.Until(`document.body.textContent.includes("It runs, thank you!")`)
	b.Shoot("story-ticket")

	for range 9 { // on to Friday
		s.enter()
	}
	clocks := s.until(`The whole account: (\S+)`)
	b.Go(url)
	if browser.Eval[bool](b, `location.pathname !== "/tickets"`) { // a session of Monday may be over
		signIn(b, url, "priya@tideline.example", password)
	}
	b.Go(clocks)
	b.Until(`document.body.textContent.includes("4 h of EMEA hours from Fri 17:50; due Mon 11:50 Amsterdam")`)
	b.Shoot("story-clocks")
	s.end()
}

// show is a running story.
type show struct {
	t    *testing.T
	in   io.WriteCloser
	out  *bufio.Scanner
	told bytes.Buffer
	err  bytes.Buffer
	cmd  *exec.Cmd
}

// play builds the program and starts the story, which waits at each step.
func play(t *testing.T) *show {
	t.Helper()
	program := filepath.Join(t.TempDir(), "daywatch")
	build := exec.Command("go", "build", "-o", program, "./cmd/daywatch")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	s := &show{t: t, cmd: exec.CommandContext(ctx, program, "story", "--step", "--data", filepath.Join(t.TempDir(), "desk"))}
	s.cmd.Cancel, s.cmd.WaitDelay = func() error { return s.cmd.Process.Signal(os.Interrupt) }, 20*time.Second
	s.cmd.Stderr = &s.err
	var out io.ReadCloser
	var err error
	if s.in, err = s.cmd.StdinPipe(); err == nil {
		out, err = s.cmd.StdoutPipe()
	}
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		s.cmd.Wait() // a second call only says that the story has ended
		if t.Failed() {
			t.Logf("the story was told so far:\n%s%s", s.told.String(), s.err.String())
		}
	})
	s.out = bufio.NewScanner(io.TeeReader(out, &s.told))
	return s
}

// until reads on to a line and gives its group, if it has one.
func (s *show) until(pattern string) string {
	s.t.Helper()
	re := regexp.MustCompile(pattern)
	for s.out.Scan() {
		if m := re.FindStringSubmatch(s.out.Text()); m != nil {
			return m[len(m)-1]
		}
	}
	s.t.Fatalf("the story ended before it said %s", pattern)
	return ""
}

// enter lets the next step happen.
func (s *show) enter() {
	s.t.Helper()
	if _, err := fmt.Fprintln(s.in); err != nil {
		s.t.Fatal(err)
	}
}

// end lets the story run to its end, which must be a good one.
func (s *show) end() {
	s.t.Helper()
	s.in.Close()
	s.until(`^The end: \d+ steps`)
	for s.out.Scan() { // whatever follows is read, so that the story can end
	}
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("the story ends with %v", err)
	}
}

func signIn(b *browser.Tab, url, address, password string) {
	b.Go(url)
	b.Do(chromedp.SendKeys(`input[type=email]`, address), chromedp.SendKeys(`input[type=password]`, password+"\r"))
	b.Until(`location.pathname === "/tickets" && document.querySelector("#rows") !== null`)
}
