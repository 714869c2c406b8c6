// Package markup turns text people wrote into HTML that is safe to show: Markdown of engineers, plain and
// HTML mail of customers. Every function is pure; what lies outside (tickets, people, blobs) comes in
// through hooks.
package markup

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Link finds where a reference in the text leads. Kind is "mention" (ref is the name without "@") or
// "ticket" (ref is the number without "#"). With ok false the reference stays plain text.
type Link func(kind, ref string) (href string, ok bool)

// ImageSource finds the address of an image the text refers to as "attachment:ID" (ref is the ID): an
// application URL on a page, a cid: URL in mail. With ok false only the alternative text is shown.
type ImageSource func(ref string) (src string, ok bool)

// Option adjusts one rendering.
type Option func(*settings)

type settings struct {
	link   Link
	image  ImageSource
	anchor string
	mail   bool
}

// WithLinks turns "@name" and "#123" into links through l.
func WithLinks(l Link) Option { return func(s *settings) { s.link = l } }

// WithImages shows images that lie in our own store through f; all other images become links, so that
// reading a page never calls a stranger's server.
func WithImages(f ImageSource) Option { return func(s *settings) { s.image = f } }

// WithAnchors numbers the lines of code blocks and links them. The prefix (letters, digits, "-") must be
// unique on the page: line 7 of the second block gets the id "prefix-2-L7".
func WithAnchors(prefix string) Option { return func(s *settings) { s.anchor = prefix } }

// Markdown renders GitHub-flavoured Markdown (tables, strikethrough, autolinks, task lists, hard line
// breaks) to sanitised HTML. Raw HTML in src is shown as the text it is: engineers paste XML. Code blocks
// carry the classes of HighlightCSS and fold past 20 lines.
func Markdown(src string, opt ...Option) string {
	var set settings
	for _, o := range opt {
		o(&set)
	}
	return pagePolicy().Sanitize(render(src, &set))
}

func render(src string, set *settings) string {
	if tooDense(src) {
		return PlainText(src, nil)
	}
	ctx := parser.NewContext()
	ctx.Set(settingsKey, set)
	var out bytes.Buffer
	if err := engine().Convert([]byte(src), &out, parser.WithContext(ctx)); err != nil {
		// Convert fails only where its writer does, and a buffer never does; the text is still shown.
		return "<pre>" + escape(src) + "</pre>"
	}
	return out.String()
}

var settingsKey = parser.NewContextKey()

// engine holds no state of a rendering: that travels in the parser context.
var engine = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.Table, extension.Strikethrough, extension.Linkify, extension.TaskList,
		),
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(parser.DefaultBlockParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithParserOptions(
			// The default ones but raw HTML, which is text here; its search for "?>" is quadratic besides.
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100),
				util.Prioritized(parser.NewLinkParser(), 200),
				util.Prioritized(parser.NewAutoLinkParser(), 300),
				util.Prioritized(parser.NewEmphasisParser(), 500),
				util.Prioritized(refParser{}, 600),
			),
			parser.WithASTTransformers(util.Prioritized(rewriter{}, 900)),
		),
		goldmark.WithRendererOptions(
			html.WithHardWraps(),
			renderer.WithNodeRenderers(util.Prioritized(codeRenderer{}, 100)),
		),
	)
})
