package page

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Composer is where replies and notes are written. It posts multipart: mode ("public" or "internal"), body,
// status, seen, attachment (ids of files sent before) and file (those chosen without a script).
type Composer struct {
	Action    string
	DraftURL  string // POST mode, body: keeps the draft; may be empty
	Preview   string // POST body: answers with sanitised HTML; may be empty
	UploadURL string // POST file: answers with UploadedFile; may be empty
	To        string // "Dana + 1": stands on the tab and the button
	Mode      string // "public" or "internal"
	Body      string // the draft
	Saved     string // "Draft saved 16:02"; may be empty
	Seen      string // the newest event the page shows: the server refuses a reply to an older thread
	Status    string // chosen status
	Statuses  []Choice
	Files     []g.Node    // UploadedFile of the draft
	Tools     []g.Node    // macros and the like
	Form      *web.Form   // what is wrong with what was sent; nil for nothing
	Anyway    g.Node      // sends what was warned of all the same; may be nil
	NoPublic  bool        // the writer may only note
	Hidden    [][2]string // further hidden fields
	Signature g.Node      // what is put under a public reply; may be nil
	TextFiles bool        // pictures are refused, and must not be asked for
}

// Compose draws a Composer.
func Compose(ctx context.Context, c Composer) g.Node {
	mode := c.Mode
	if mode != "internal" && !c.NoPublic {
		mode = "public"
	} else {
		mode = "internal"
	}
	return h.Form(h.Class("composer"), h.ID("composer"), h.Method("post"), h.Action(c.Action), h.EncType("multipart/form-data"),
		g.Attr("data-composer", ""), g.Attr("data-draft-url", c.DraftURL), g.Attr("data-preview-url", c.Preview),
		g.Attr("data-upload-url", c.UploadURL), g.Attr("hx-morph-skip", ""),
		Hidden("seen", c.Seen), g.Map(c.Hidden, func(p [2]string) g.Node { return Hidden(p[0], p[1]) }),
		c.modes(ctx, mode),
		g.Iff(c.Form != nil, func() g.Node { return g.Group{FormError(c.Form), c.Anyway} }),
		h.Textarea(h.Name("body"), h.ID("composer-body"), g.Attr("aria-label", i18n.T(ctx, "composer.text")),
			h.Placeholder(c.placeholder(ctx)), g.Text(c.Body)),
		h.Div(h.Class("preview prose"), h.Hidden(""), g.Attr("aria-live", "polite")),
		g.Iff(c.Signature != nil && !c.NoPublic, func() g.Node { return h.Div(h.Class("signature"), c.Signature) }),
		h.Div(h.Class("uploads"), g.Group(c.Files)),
		c.bottom(ctx),
	)
}

func (c Composer) placeholder(ctx context.Context) string {
	if c.TextFiles {
		return i18n.T(ctx, "composer.placeholder_text")
	}
	return i18n.T(ctx, "composer.placeholder")
}

// modes is a pair of radio buttons drawn as tabs: with and without a script the chosen one is plain to see,
// for the whole box changes its colour.
func (c Composer) modes(ctx context.Context, mode string) g.Node {
	option := func(value, key, label string) g.Node {
		return h.Label(g.Attr("data-key", key), g.Attr("data-focus", "#composer-body"),
			h.Input(h.Type("radio"), h.Name("mode"), h.Value(value), g.If(mode == value, h.Checked())), g.Text(label),
			h.Kbd(g.Attr("aria-hidden", "true"), g.Text(key)))
	}
	return h.FieldSet(h.Class("modes"), h.Legend(h.Class("vh"), g.Text(i18n.T(ctx, "composer.mode"))),
		g.If(!c.NoPublic, option("public", "r", i18n.T(ctx, "composer.public", "To", c.To))),
		option("internal", "n", i18n.T(ctx, "composer.internal")),
		h.Div(h.Class("tools"), g.Group(c.Tools),
			g.If(c.Preview != "", h.Button(h.Class("btn quiet small js-only"), h.Type("button"), g.Attr("data-preview", ""),
				g.Attr("aria-pressed", "false"), g.Text(i18n.T(ctx, "composer.preview"))))))
}

func (c Composer) bottom(ctx context.Context) g.Node {
	send := func(look Look, label string) g.Node {
		return Button(look+" send", label, h.Kbd(g.Attr("aria-hidden", "true"), g.Text("Ctrl ↵")))
	}
	return h.Div(h.Class("bottom"),
		h.Label(h.Class("attach"), Icon("paperclip"), g.Text(i18n.T(ctx, "composer.attach")), h.Input(h.Type("file"), h.Name("file"), h.Multiple())),
		h.Span(h.Class("saved"), g.Attr("role", "status"), g.Attr("data-saved", i18n.T(ctx, "composer.saved")),
			g.Attr("data-unsaved", i18n.T(ctx, "composer.unsaved")), g.Text(c.Saved)),
		h.Div(h.Class("end"),
			g.If(len(c.Statuses) > 0, h.Label(h.Class("cluster then"), g.Text(i18n.T(ctx, "composer.then")),
				h.Select(h.Class("input"), h.Name("status"), options(c.Status, c.Statuses)))),
			g.If(!c.NoPublic, send(Primary, i18n.T(ctx, "composer.send", "To", c.To))),
			send(NoteLook, i18n.T(ctx, "composer.keep")),
		))
}

// UploadedFile is what UploadURL answers: the file's chip with its id as a hidden field. markdown is put
// where the cursor stands ("![screen.png](/files/12)"); empty for what is only attached.
func UploadedFile(ctx context.Context, id, name, size, markdown string) g.Node {
	return h.Span(h.Class("upload"), h.ID("upload-"+id), g.If(markdown != "", g.Attr("data-markdown", markdown)),
		Icon("paperclip"), h.Span(h.Class("clip"), g.Text(name)), h.Span(h.Class("muted"), g.Text(size)), Hidden("attachment", id),
		h.Button(h.Type("button"), h.Class("js-only link"), g.Attr("data-remove", ""), g.Text(i18n.T(ctx, "composer.remove"))))
}
