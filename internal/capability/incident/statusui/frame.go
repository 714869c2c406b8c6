package statusui

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// frame is what stands around a page.
type frame struct {
	site
	name    string // of the page's owner
	look    Look
	title   string // of the page; empty for the first
	now     time.Time
	updated time.Time // when something changed last; zero: it is not said
	private bool      // no search engine and no cache keeps it
}

// frameOf makes the frame of a public page.
func (u *UI) frameOf(ctx context.Context, s site, p incident.PublicPage, title string) frame {
	return frame{site: s, name: cmp.Or(p.Title, u.Desk(ctx)), look: u.look(ctx), title: title, now: u.Now(ctx)}
}

// draw makes the whole document. It brings one stylesheet, no script and no font.
func (f frame) draw(ctx context.Context, body ...g.Node) g.Node {
	title := i18n.T(ctx, "statuspage.of", "Name", f.name)
	if f.title != "" {
		title = f.title + " · " + title
	}
	return h.Doctype(h.HTML(h.Lang(i18n.Language(ctx)),
		h.Head(h.Meta(h.Charset("utf-8")), h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.Meta(h.Name("color-scheme"), h.Content("light dark")), g.If(f.private, h.Meta(h.Name("robots"), h.Content("noindex"))),
			h.TitleEl(g.Text(title)), f.styles(),
			h.Link(h.Rel("alternate"), h.Type("application/atom+xml"), h.Href(f.file("history.atom"))),
			h.Link(h.Rel("alternate"), h.Type("application/rss+xml"), h.Href(f.file("history.rss")))),
		h.Body(
			h.A(h.Class("skip"), h.Href("#main"), g.Text(i18n.T(ctx, "statuspage.skip"))),
			h.Header(f.sign(),
				h.Nav(h.A(h.Href(f.month(f.now)), g.Text(i18n.T(ctx, "statuspage.history"))),
					g.If(!f.static, h.A(h.Class("button"), h.Href(f.subscribe()), g.Text(i18n.T(ctx, "statuspage.subscribe")))))),
			h.Main(h.ID("main"), g.Group(body)),
			h.Footer(g.Iff(!f.updated.IsZero(), func() g.Node {
				return h.P(g.Text(i18n.T(ctx, "statuspage.asof")+" "), moment(ctx, f.updated))
			}),
				h.P(h.A(h.Href(f.file("history.atom")), g.Text("Atom")), g.Text(" · "), h.A(h.Href(f.file("history.rss")), g.Text("RSS")), g.Text(" · "),
					h.A(h.Href(f.file("api/v2/summary.json")), g.Text("JSON")))))))
}

// send answers with a page, or says that it is still as the reader has it (RFC 9110 §13.1.2).
func (f frame) send(w http.ResponseWriter, r *http.Request, status int, body ...g.Node) error {
	w.Header().Set("Vary", "Accept-Language")
	var page bytes.Buffer
	if err := f.draw(r.Context(), body...).Render(&page); err != nil {
		return err
	}
	if f.private || status != http.StatusOK {
		return write(w, status, "text/html; charset=utf-8", page.Bytes())
	}
	return public(w, r, "text/html; charset=utf-8", page.Bytes())
}

// public answers with what everybody may keep for a moment.
func public(w http.ResponseWriter, r *http.Request, contentType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", "W/"+tag) // weak: the body may travel compressed
	w.Header().Set("Cache-Control", "public, max-age=15")
	for have := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if have = strings.TrimPrefix(strings.TrimSpace(have), "W/"); have == tag || have == "*" {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	return write(w, http.StatusOK, contentType, body)
}

func write(w http.ResponseWriter, status int, contentType string, body []byte) error {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader may be gone
	return nil
}

// moment shows a time in UTC, and in the reader's zone where it is known.
func moment(ctx context.Context, t time.Time) g.Node {
	text := i18n.FormatTime(i18n.WithZone(ctx, time.UTC), t) + " UTC"
	if zone := i18n.Zone(ctx); zone != time.UTC && zone.String() != "UTC" {
		text += " (" + i18n.FormatTime(ctx, t) + " " + zone.String() + ")"
	}
	return h.Time(h.DateTime(t.UTC().Format(time.RFC3339)), g.Text(text))
}
