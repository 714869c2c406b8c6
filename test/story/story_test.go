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
	b := browser(t)
	b.signIn(url, "priya@tideline.example", password)

	s.enter() // the desk has its address
	s.until(`→  Mail for`)
	s.enter() // a mail comes, and the desk is killed
	s.until(`= 0 filed \+ 0 held \+ 0 dead \+ (1) pending`)
	b.never(`Runner jobs stuck`)
	s.enter() // it is back
	number := s.until(`→  The mail is filed: ticket #(\d+)`)
	b.await(`[...document.querySelectorAll("#rows .row")].filter(r => r.textContent.includes("Runner jobs stuck since the upgrade")).length === 1`)
	b.shoot("story-queue")

	s.enter() // the same bytes again
	s.until(`→  250 again`)
	b.open(strings.TrimSuffix(url, "/tickets") + "/tickets/" + number)
	b.await(`document.body.textContent.includes("ERR_LOCK_TIMEOUT") && document.body.textContent.includes("runner.log")`)
	s.enter() // Priya answers
	s.until(`→  The reply is on its way`)
	b.await(`document.body.textContent.includes("the cache lock of the old version")`)
	s.enter() // Aroha reads
	s.until(`→  (Exactly one reply)`)
	s.enter() // and answers
	s.until(`→  It stands below`)
	b.await(`document.body.textContent.includes("It runs, thank you!")`)
	b.shoot("story-ticket")
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

// tab is the browser beside the terminal.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func browser(t *testing.T) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("the story's browser is Debian's chromium: apt-get install chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	ctx, stop := chromedp.NewExecAllocator(ctx, opts...)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(func() { end(); stop(); cancel() })
	return &tab{t, ctx}
}

func (b *tab) open(url string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(url)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) signIn(url, address, password string) {
	b.t.Helper()
	b.open(url)
	err := chromedp.Do(b.ctx, chromedp.SendKeys(`input[type=email]`, address), chromedp.SendKeys(`input[type=password]`, password+"\r"))
	if err != nil {
		b.t.Fatal(err)
	}
	b.await(`location.pathname === "/tickets" && document.querySelector("#rows") !== null`)
}

// await waits for an expression to hold. The page may change under the question, so a failed one is asked
// again.
func (b *tab) await(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 45*time.Second)
	defer cancel()
	var err error
	for ctx.Err() == nil {
		if _, err = chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(5*time.Second))); err == nil {
			return
		}
	}
	text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	b.t.Fatalf("never true: %s: %v; the page says:\n%s", expression, err, text)
}

// never verifies that the page does not show a text.
func (b *tab) never(text string) {
	b.t.Helper()
	shown, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`document.body.textContent.includes(%q)`, text)))
	if err != nil || shown {
		b.t.Errorf("the page shows %q too early, or cannot be asked: %v", text, err)
	}
}

// shoot keeps a picture for review if DAYWATCH_SHOTS names a folder.
func (b *tab) shoot(name string) {
	b.t.Helper()
	folder := os.Getenv("DAYWATCH_SHOTS")
	if folder == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Error(err)
	}
}
