package e2e

import (
	"fmt"
	"net"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/test/browser"
	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// Every page of the demo fits a phone of 390 pixels: nothing but what is read against one another, a matrix, a drawing, a log,
// scrolls sideways, and that inside itself. Pages are found by their links, one of each kind.
func TestPagesFitAPhone(t *testing.T) {
	base := startDemo(t)
	w := &walk{tab: browser.Open(t), base: base, seen: map[string]bool{}}
	signIn(w.tab, w.base, program.DemoAdmin, demo.Password)
	w.tab.Screen(390, 844, "light")
	w.add(browser.Eval[[]string](w.tab, links))
	for len(w.next) > 0 {
		path := w.next[0]
		w.next = w.next[1:]
		w.visit(t, path)
	}
	if len(w.seen) < 150 {
		t.Errorf("found only %d kinds of pages; the walk is broken", len(w.seen))
	}
}

// walk goes from page to page by their links.
type walk struct {
	tab  *browser.Tab
	base string
	seen map[string]bool // by kind
	next []string
}

const links = `[...document.querySelectorAll("a[href]:not([download])")].filter((a) => a.origin === location.origin).map((a) => a.pathname + a.search)`

// sideways names what is wider than the page, or a table of cards that is wider than its frame.
const sideways = `(() => {
	const wide = [...document.querySelectorAll(".table-wrap:has(> .cards)")].filter((el) => el.scrollWidth > el.clientWidth + 1).map((el) => "the cards “" + el.ariaLabel + "” by " + (el.scrollWidth - el.clientWidth));
	const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
	if (over > 0) {
		const far = [...document.querySelectorAll("main *")].filter((el) => el.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(-1)[0];
		wide.push("the page by " + over + ", at " + far?.outerHTML.slice(0, 150));
	}
	return wide;
})()`

// isPage asks whether what is at a path is a page, and not a file.
const isPage = `fetch(%q).then((r) => r.ok && (r.headers.get("content-type") ?? "").startsWith("text/html") && !r.headers.has("content-disposition"))`

func (w *walk) visit(t *testing.T, path string) {
	t.Helper()
	if !browser.Eval[bool](w.tab, fmt.Sprintf(isPage, path)) {
		return
	}
	w.tab.Go(w.base + path)
	for _, wide := range browser.Eval[[]string](w.tab, sideways) {
		t.Errorf("%s scrolls sideways: %s", path, wide)
	}
	w.add(browser.Eval[[]string](w.tab, links))
}

var (
	digits = regexp.MustCompile(`\d+`)
	values = regexp.MustCompile(`=[^&]*`)
	apart  = regexp.MustCompile(`^/(assets|attachments|comments|portal|help|status|sign|invitation)\b`) // no pages of engineers
)

// add takes up the paths of a kind that was not seen yet.
func (w *walk) add(paths []string) {
	for _, path := range paths {
		kind := digits.ReplaceAllString(values.ReplaceAllString(path, "="), "#")
		if !w.seen[kind] && !apart.MatchString(path) {
			w.seen[kind] = true
			w.next = append(w.next, path)
		}
	}
}

// startDemo serves the demo until the test ends.
func startDemo(t *testing.T) (url string) {
	t.Helper()
	web, mail := freeAddress(t), freeAddress(t)
	cmd := exec.Command(program.Binary(t), "demo", "--data", t.TempDir(), "--addr", web, "--smtp", mail)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(said.String())
		}
	})
	rig.Eventually(t, "the demo to be served", func() bool {
		c, err := net.Dial("tcp", web)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	return "http://" + web
}

// freeAddress is one that nobody listened at a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
