package markup

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestCheck22And23HostileMail is checks 22 and 23: every payload, sanitised and in its sandbox document, in a real
// browser. No script runs and nothing is asked for but the pages themselves. Each payload is shown twice: as
// we serve it, and without policy or sandbox, so that the sanitiser alone must hold.
func TestCheck22And23HostileMail(t *testing.T) {
	desk := newDesk(t)
	ctx := desk.browser(t)
	for _, mode := range []string{"served", "bare"} {
		for first := 0; first < len(desk.payloads); first += 20 {
			last := min(first+20, len(desk.payloads))
			desk.visit(t, ctx, fmt.Sprintf("/%s?first=%d&last=%d", mode, first, last))
		}
	}
	for _, s := range desk.strange() {
		t.Errorf("asked for or ran: %s", s)
	}
	if want := 2 * len(desk.payloads); desk.shown() < want {
		t.Errorf("%d mails were shown, want %d", desk.shown(), want)
	}
}

// TestBrowserBites proves that the rig sees scripts and requests: raw payloads must show up.
func TestBrowserBites(t *testing.T) {
	desk := newDesk(t)
	desk.payloads = []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img src=http://evil.example/pixel.gif>",
		"<style>@import 'http://evil.example/i.css';</style>", "<svg onload=alert(1)>",
	}
	desk.visit(t, desk.browser(t), fmt.Sprintf("/raw?first=0&last=%d", len(desk.payloads)))
	got := strings.Join(desk.strange(), "\n")
	for _, want := range []string{"evil.example/pixel.gif", "evil.example/i.css", "/ran?mail=0", "/ran?mail=1", "/ran?mail=4"} {
		if !strings.Contains(got, want) {
			t.Errorf("the rig did not see %s; it saw:\n%s", want, got)
		}
	}
}

// desk is a server that shows mails in frames and writes down whatever it is asked for.
type desk struct {
	payloads []string
	server   *httptest.Server

	mu     sync.Mutex
	mails  int      // documents shown
	inline int      // requests for the known inline picture
	other  []string // requests nobody should make
}

func newDesk(t *testing.T) *desk {
	d := &desk{payloads: payloads(t)}
	d.server = httptest.NewServer(d)
	t.Cleanup(d.server.Close)
	return d
}

// ServeHTTP knows the frames page of a mode and the mails in it; all else is strange.
func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ours := r.Host == strings.TrimPrefix(d.server.URL, "http://")
	mode, what, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case ours && what == "mail":
		d.mail(w, r, mode)
	case ours && what == "" && r.FormValue("last") != "":
		d.frames(w, r, mode)
	case ours && r.URL.Path == "/blob/known":
		d.mu.Lock()
		d.inline++
		d.mu.Unlock()
		http.NotFound(w, r)
	case ours && r.URL.Path == "/favicon.ico":
		http.NotFound(w, r)
	default:
		d.mu.Lock()
		d.other = append(d.other, "http://"+r.Host+r.URL.String()+" from "+r.Referer())
		d.mu.Unlock()
		http.NotFound(w, r)
	}
}

func (d *desk) frames(w http.ResponseWriter, r *http.Request, mode string) {
	first, _ := strconv.Atoi(r.FormValue("first"))
	last, _ := strconv.Atoi(r.FormValue("last"))
	sandbox := ""
	if mode == "served" || mode == "walled" {
		sandbox = ` sandbox="` + MailSandbox + `"`
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<!doctype html><title>frames</title>")
	for i := first; i < last; i++ {
		fmt.Fprintf(w, `<iframe%s src="/%s/mail?n=%d"></iframe>`, sandbox, mode, i)
	}
}

func (d *desk) mail(w http.ResponseWriter, r *http.Request, mode string) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil || n >= len(d.payloads) {
		http.NotFound(w, r)
		return
	}
	d.mu.Lock()
	d.mails++
	d.mu.Unlock()
	m := SanitizeMail(d.payloads[n], shown)
	if mode == "raw" || mode == "walled" {
		m = MailHTML{HTML: d.payloads[n]}
	}
	doc := SandboxDocument(m)
	if mode == "served" || mode == "walled" {
		for _, h := range MailHeaders() {
			w.Header().Set(h[0], h[1])
		}
	} else {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		// A script that runs calls alert; here that is a request the server sees.
		hook := fmt.Sprintf("<script>window.alert=function(){new Image().src='/ran?mail=%d'}</script>", n)
		doc = strings.Replace(doc, "<head>", "<head>"+hook, 1)
	}
	fmt.Fprint(w, doc)
}

func (d *desk) strange() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.other...)
}

func (d *desk) pictures() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.inline
}

func (d *desk) shown() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.mails
}

// browser starts a Chromium in which the hosts of the payloads lead to the desk, so that no request of theirs
// goes unseen, and all others, such as the browser's own updates, nowhere.
func (d *desk) browser(t *testing.T) context.Context {
	t.Helper()
	host, port, err := net.SplitHostPort(strings.TrimPrefix(d.server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	return chromium(t, fmt.Sprintf("MAP *.example %s:%s, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", host, port))
}

// chromium starts a browser that ends with the test and finds hosts by the given resolver rules.
func chromium(t *testing.T, hosts string) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is missing; install it: apt-get install chromium")
		}
		t.Skip("chromium is missing; install it to run the browser checks: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("host-resolver-rules", hosts),
	)
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	// The first run starts the browser and must not carry the deadline of a test.
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// settled resolves when the page and all its frames have loaded and the browser went idle twice since.
const settled = `new Promise(done => {
	const idle = n => n ? requestIdleCallback(() => setTimeout(() => idle(n-1), 20)) : done(true);
	document.readyState === 'complete' ? idle(4) : addEventListener('load', () => idle(4));
})`

func (d *desk) visit(t *testing.T, ctx context.Context, path string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(d.server.URL+path)); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](settled, chromedp.EvalAwaitPromise)); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// TestCheck22Wall shows raw scripts behind MailHeaders alone: even unsanitised they do not run.
func TestCheck22Wall(t *testing.T) {
	d := newDesk(t)
	d.payloads = []string{
		"<script>new Image().src='/ran?mail=0'</script>",
		"<img src=/blob/known onerror=\"new Image().src='/ran?mail=1'\">",
		"<svg onload=\"fetch('/ran?mail=2')\">",
		"<style>@import 'http://evil.example/i.css';</style><img src=http://evil.example/pixel.gif>",
		"<form id=f action=/ran><input name=x></form><script>f.submit()</script>",
		"<iframe src=/ran?mail=5></iframe><object data=/ran?mail=5></object>",
	}
	d.visit(t, d.browser(t), fmt.Sprintf("/walled?first=0&last=%d", len(d.payloads)))
	for _, s := range d.strange() {
		t.Errorf("got through the wall: %s", s)
	}
	if d.shown() != len(d.payloads) {
		t.Errorf("%d mails were shown, want %d", d.shown(), len(d.payloads))
	}
}

// TestBrowserShowsMail looks at an ordinary mail through the same door: it must be there, with its inline
// picture asked for, its quote folded, and legible on the ground the browser chose.
func TestBrowserShowsMail(t *testing.T) {
	d := newDesk(t)
	d.payloads = []string{`<p style="color:#000">Hello <b>Ana</b> <img src="cid:known" alt="plan"></p>` +
		`<div class="gmail_quote">On Monday Ana wrote:<blockquote>old</blockquote></div>`}
	ctx := d.browser(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(d.server.URL+"/served/mail?n=0")); err != nil {
		t.Fatal(err)
	}
	// The debugger evaluates outside the page's policy, so the served document itself can be asked.
	got, err := chromedp.Run(ctx, chromedp.Evaluate[looks](`(() => { const p = document.querySelector('p'); return {
		text: p.innerText, open: document.querySelector('details').open, ink: getComputedStyle(p).color,
		ground: getComputedStyle(document.documentElement).backgroundColor } })()`))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.Text, "Hello Ana") || got.Open || got.Ink == got.Ground {
		t.Errorf("the mail looks like %+v", got)
	}
	if d.pictures() != 1 {
		t.Errorf("the inline picture was asked for %d times, want once", d.pictures())
	}
}

type looks struct {
	Text   string
	Open   bool
	Ink    string
	Ground string
}
