package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// visitor is a signed-in browser without the network.
type visitor struct {
	handler http.Handler
	cookies []*http.Cookie
}

// answer gathers what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write implements http.ResponseWriter.
func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// ask sends one request and fails unless the status is the one that means success.
func (v *visitor) ask(ctx context.Context, method, target string, form form, want int) (*answer, error) {
	body, contentType, err := form.encode()
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://bench.example"+target, body)
	if err != nil {
		return nil, err
	}
	r.RemoteAddr, r.RequestURI = "127.0.0.1:1", target
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Accept", "text/html")
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	a := &answer{header: http.Header{}}
	v.handler.ServeHTTP(a, r)
	if a.status != want {
		return a, fmt.Errorf("%s %s answered %d, not %d", method, target, a.status, want)
	}
	return a, nil
}

// form is what a page's form sends: multipart where it may hold files.
type form struct {
	fields url.Values
	files  bool
}

func (f form) encode() (body io.Reader, contentType string, err error) {
	if !f.files {
		return strings.NewReader(f.fields.Encode()), "application/x-www-form-urlencoded", nil
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range f.fields {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				return nil, "", err
			}
		}
	}
	return &b, w.FormDataContentType(), w.Close()
}

func (v *visitor) signIn(ctx context.Context) error {
	a, err := v.ask(ctx, "POST", "/sign-in", form{fields: url.Values{"address": {benchAddress}, "password": {benchPassword}}}, http.StatusSeeOther)
	if err != nil {
		return err
	}
	v.cookies = (&http.Response{Header: a.header}).Cookies()
	return nil
}

// pages asks for each kind of page as often as there are rounds.
func (b *bench) pages(ctx context.Context, d *benchDesk, n int) ([]cli.BenchStep, error) {
	v := &visitor{handler: d.server}
	if err := v.signIn(ctx); err != nil {
		return nil, err
	}
	queue, deep, err := benchQueue(ctx, d, n)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(3, 4))
	get := func(target func(i int) string) func(int) error {
		return func(i int) error {
			_, err := v.ask(ctx, "GET", target(i), form{}, http.StatusOK)
			return err
		}
	}
	var steps []cli.BenchStep
	for _, s := range []struct {
		name string
		once func(i int) error
	}{
		{"create by form", func(i int) error { return v.create(ctx, i) }},
		{"queue, first page", get(func(int) string { return queue })},
		{"queue, deep page", get(func(int) string { return deep })},
		{"open a ticket", get(func(int) string { return fmt.Sprint("/tickets/", 1+r.IntN(n)) })},
	} {
		took, err := b.repeat(s.once)
		if err != nil {
			return nil, err
		}
		steps = append(steps, cli.BenchStep{Name: s.name, Latency: took})
	}
	return b.searches(ctx, d, v, steps)
}

// repeat runs once a few times to warm up, then takes the time of each round.
func (b *bench) repeat(once func(i int) error) (cli.Latency, error) {
	var all []time.Duration
	const warm = 3
	for i := range b.rounds + warm {
		start := db.Wall()
		if err := once(i); err != nil {
			return cli.Latency{}, err
		}
		if i >= warm {
			all = append(all, db.Wall().Sub(start))
		}
	}
	return latency(all), nil
}

func (v *visitor) create(ctx context.Context, i int) error {
	_, err := v.ask(ctx, "POST", "/tickets", form{files: true, fields: url.Values{"requester": {"customer1@example.net"}, "severity": {"2"},
		"subject": {fmt.Sprint("By form ", i)}, "body": {"It hangs at *preparing the environment*.\n\n```\nexit 1\n```\n"}}}, http.StatusSeeOther)
	return err
}

// benchQueue gives the address of the view of all tickets, and of its page in the middle.
func benchQueue(ctx context.Context, d *benchDesk, n int) (first, deep string, err error) {
	ctx = access.AsSystem(ctx, "bench")
	views, err := d.Tickets.Views(ctx)
	if err != nil {
		return "", "", err
	}
	for _, v := range views {
		if v.Query != "" { // the view of all tickets has none
			continue
		}
		first = fmt.Sprint("/tickets?view=", v.ID)
		cursor := ""
		for at := 0; at < n/2; at += 200 {
			page, err := d.Tickets.List(ctx, ticket.ListRequest{Sort: v.Sort, Cursor: cursor, Limit: 200})
			if err != nil {
				return "", "", err
			}
			cursor = page.Next
		}
		return first, first + "&cursor=" + url.QueryEscape(cursor), nil
	}
	return "", "", fmt.Errorf("no view shows all tickets")
}

// searches counts what each finds, too: a quick answer that finds nothing is no answer.
func (b *bench) searches(ctx context.Context, d *benchDesk, v *visitor, steps []cli.BenchStep) ([]cli.BenchStep, error) {
	for _, s := range []struct {
		name, word string
		some       bool
	}{{"search, rare", rareWord, true}, {"search, common", commonWord, true}, {"search, none", absentWord, false}} {
		found, _, err := d.Tickets.Count(access.AsSystem(ctx, "bench"), s.word)
		if err != nil {
			return nil, err
		}
		if (found > 0) != s.some {
			return nil, fmt.Errorf("%s finds %d tickets", s.name, found)
		}
		took, err := b.repeat(func(int) error {
			_, err := v.ask(ctx, "GET", "/search?q="+url.QueryEscape(s.word), form{}, http.StatusOK)
			return err
		})
		if err != nil {
			return nil, err
		}
		steps = append(steps, cli.BenchStep{Name: s.name, Found: found, Latency: took})
	}
	return steps, nil
}
