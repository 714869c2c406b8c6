// Package browser drives a real Chromium for tests that stand before the desk as an engineer does.
package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/daywatch/daywatch/test/rig"
)

// Tab is one page of a browser of its own.
type Tab struct {
	t   testing.TB
	ctx context.Context
}

// life bounds a whole test; patience, a wait for something on the page.
const (
	life     = 5 * time.Minute
	patience = 30 * time.Second
)

// Open starts a browser that ends with the test. Whatever its console complains of (a script's error,
// something the content policy refused) fails the test; a failed request does not.
func Open(t testing.TB) *Tab {
	t.Helper()
	rig.Need(t, "chromium")
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(context.Background(), life)
	ctx, stop := chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(func() { stop(); cancel() })
	return open(t, ctx)
}

// Another opens a second page of the same browser, with the same cookies.
func (b *Tab) Another() *Tab {
	b.t.Helper()
	return open(b.t, b.ctx)
}

// open opens a page of the browser of ctx, or its first.
func open(t testing.TB, ctx context.Context) *Tab {
	t.Helper()
	ctx, end := chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	listened := make(chan struct{})
	messages := chromedp.Console(ctx)
	go func() {
		defer close(listened)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == chromedp.ConsoleError && m.Source != "network" {
				t.Errorf("console: %s", m)
			}
		}
	}()
	t.Cleanup(func() { end(); <-listened })
	b := &Tab{t: t, ctx: ctx}
	b.Screen(1440, 900, "light")
	return b
}

// Do runs steps and ends the test on the first that fails.
func (b *Tab) Do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// Go opens an address.
func (b *Tab) Go(url string) {
	b.t.Helper()
	b.Do(chromedp.Navigate(url))
}

// Press presses a key, or types a text, wherever the focus is.
func (b *Tab) Press(keys string, with ...chromedp.Modifier) {
	b.t.Helper()
	b.Do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(with...)))
}

// Eval gives the value of a JavaScript expression; a promise is awaited.
func Eval[T any](b *Tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Until waits for an expression to hold. A question that the page changes under is asked anew.
func (b *Tab) Until(expression string) {
	b.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(patience); ; {
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		select {
		case <-tick.C:
		case <-end:
			b.t.Fatalf("never true: %s\nthe page at %s says:\n%s", expression, Eval[string](b, "location.href"), Eval[string](b, "document.body.innerText"))
		}
	}
}

// Screen sets the size of the window and the colour scheme, and asks for no motion.
func (b *Tab) Screen(width, height int64, scheme string) {
	b.t.Helper()
	b.Do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		size := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 500}
		if _, err := cdp.Call(ctx, tab, emulation.SetDeviceMetricsOverride, size); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
}

// WithoutScripts switches JavaScript of pages off for good; Eval still works.
func (b *Tab) WithoutScripts() {
	b.t.Helper()
	b.Do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
}

// Shoot keeps a picture for review if DAYWATCH_SHOTS names a folder.
func (b *Tab) Shoot(name string) {
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
