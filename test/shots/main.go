// Command shots takes the pictures of the guide from a running demo desk, at the width of a desk and of a
// phone, light and dark:
//
//	go run ./test/shots -base http://127.0.0.1:8080 -out docs/guide/pictures [name or /path ...]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

type shot struct{ name, path, then string }

var shots = []shot{
	{"sign-in", "/sign-in", ""},
	{"queue", "/tickets", ""},
	{"today", "/today", ""},
	{"weight", "/queue", `document.querySelector(".weight")?.setAttribute("open", "")`},
	{"board", "/board", ""},
	{"leave", "/queue/leave", ""},
	{"ticket", "FIRST", ""},
	{"composer", "FIRST", `document.querySelector("#composer-body")?.focus()`},
	{"search", "/search?q=out+of+memory", ""},
	{"search-help", "/search", ""},
	{"new", "/tickets/new", ""},
	{"settings", "/settings", ""},
	{"people", "/people", ""},
	{"organizations", "/organizations", ""},
	{"mail-log", "/mail", ""},
	{"quarantine", "/mail?state=held", ""},
	{"delivery", "/mail/3", ""},
	{"raw-mail", "/mail/3/raw", ""},
	{"mailboxes", "/settings/mailboxes", ""},
	{"mailbox", "/settings/mailboxes/new", ""},
	{"desk", "/settings/desk", ""},
	{"audit", "/settings/audit", ""},
	{"macros", "/settings/macros", ""},
	{"macro", "/settings/macros/1", ""},
	{"views", "/settings/views", ""},
	{"view", "/settings/views/1", ""},
	{"outbox", "/outbox", ""},
	{"notifications", "/notifications", ""},
	{"profile", "/profile", ""},
	{"style", "/style", ""},
	{"today", "/today", ""},
	{"weighed", "/queue", ""},
	{"board", "/board", ""},
	{"calendars", "/settings/calendars", ""},
	{"calendar", "/settings/calendars/2", ""},
	{"policies", "/settings/policies", ""},
	{"policy", "/settings/policies/1", ""},
	{"triggers", "/settings/triggers", ""},
	{"team", "/team", ""},
	{"capacity", "/team/capacity", ""},
	{"organization", "/organizations/1", ""},
}

// wanted lists the pictures of the names given, all without any. A name that is a path is a picture of that page.
func wanted(names []string) []shot {
	if len(names) == 0 {
		return shots
	}
	var list []shot
	for _, name := range names {
		if path, ok := strings.CutPrefix(name, "/"); ok {
			list = append(list, shot{strings.NewReplacer("/", "-", "?", "-").Replace(path), name, ""})
		}
	}
	for _, s := range shots {
		if slices.Contains(names, s.name) {
			list = append(list, s)
		}
	}
	return list
}

func main() {
	base := flag.String("base", "http://127.0.0.1:8080", "where the demo is served")
	out := flag.String("out", "docs/guide/pictures", "the folder of the pictures")
	user := flag.String("user", "admin@example.com", "who signs in")
	password := flag.String("password", "daywatch demo", "their password")
	flag.Parse()
	if err := run(*base, *out, *user, *password, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

func run(base, out, user, password string, names []string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	actx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	defer cancel()
	ctx, cancel := chromedp.NewContext(actx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	signedIn := false
	for _, s := range wanted(names) {
		if s.name != "sign-in" && !signedIn {
			if err := signIn(ctx, base, user, password); err != nil {
				return fmt.Errorf("sign in: %w", err)
			}
			signedIn = true
		}
		if err := take(ctx, base, out, s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

func signIn(ctx context.Context, base, user, password string) error {
	err := chromedp.Do(ctx, chromedp.Navigate(base+"/sign-in"),
		chromedp.SendKeys(`input[type=email]`, user), chromedp.SendKeys(`input[type=password]`, password+"\r"))
	for range 100 {
		if in, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`location.pathname !== "/sign-in"`)); err == nil && in {
			return nil
		}
		// The page changes under the question, so a failed one is asked again.
		time.Sleep(100 * time.Millisecond)
	}
	return errors.Join(err, errors.New("still at the sign-in page"))
}

// wait polls until the expression is true.
func wait(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(15*time.Second)))
		return err
	})
}

func take(ctx context.Context, base, out string, s shot) error {
	for _, width := range []int64{1440, 390} {
		for _, scheme := range []string{"light", "dark"} {
			name := filepath.Join(out, fmt.Sprintf("%s-%d-%s.png", s.name, width, scheme))
			if err := one(ctx, base, name, s, width, scheme); err != nil {
				return err
			}
		}
	}
	return nil
}

func screen(width int64, scheme string) chromedp.Action[chromedp.Void] {
	height := int64(900)
	if width == 390 {
		height = 844
	}
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		size := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width == 390}
		if _, err := cdp.Call(ctx, tab, emulation.SetDeviceMetricsOverride, size); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	})
}

func one(ctx context.Context, base, file string, s shot, width int64, scheme string) error {
	path := s.path
	if err := chromedp.Do(ctx, screen(width, scheme)); err != nil {
		return err
	}
	if path == "FIRST" {
		if err := chromedp.Do(ctx, chromedp.Navigate(base+"/tickets")); err != nil {
			return err
		}
		href, err := chromedp.Run(ctx,
			chromedp.Evaluate[string](`new URL(([...document.querySelectorAll("#rows a.open")].find(a => a.textContent.includes("Gitaly OOM-killed nightly")) || document.querySelector("#rows a.open") || {href: "/tickets"}).href).pathname`))
		if err != nil {
			return err
		}
		path = href
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(base+path), wait(`document.fonts.status === "loaded"`)); err != nil {
		return err
	}
	if s.then != "" {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](s.then)); err != nil {
			return err
		}
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(file, png, 0o644)
}
