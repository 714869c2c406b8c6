package markup

// MailCSP is the Content-Security-Policy header of the response that carries SandboxDocument. Images come
// from our own origin only: inline parts, and remote ones through the proxy. The document has an opaque
// origin, so its image requests carry no cookies; their URLs must be allowed by themselves.
const MailCSP = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

// MailSandbox is the sandbox attribute of the <iframe> around the document. It matches MailCSP and stands
// for browsers that reach the document by another way.
const MailSandbox = "allow-popups allow-popups-to-escape-sandbox"

// MailHeaders are the response headers for SandboxDocument, as name and value. DNS prefetch is off because
// it would tell the name server of a link's host that the mail was read.
func MailHeaders() [][2]string {
	return [][2]string{
		{"Content-Type", "text/html; charset=utf-8"},
		{"Content-Security-Policy", MailCSP},
		{"X-DNS-Prefetch-Control", "off"},
		{"Referrer-Policy", "no-referrer"},
		{"X-Content-Type-Options", "nosniff"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
	}
}

const sandboxStyle = `html{color-scheme:light dark;background:Canvas;color:CanvasText}
body{margin:0;padding:12px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
html.paper{color-scheme:only light;background:#fff;color:#1f2328}
img{max-width:100%;height:auto}
table{max-width:100%}
pre,code,tt,kbd,samp{font-family:ui-monospace,monospace}
pre{overflow-x:auto}
blockquote{margin:8px 0 8px 4px;padding-left:12px;border-left:2px solid light-dark(#8c959f,#656c76)}
.note{margin:-12px -12px 12px;padding:6px 12px;font-size:12px;background:light-dark(#f6f1e3,#2c2a22);color:light-dark(#57534a,#c9c4b5)}
details>summary{cursor:pointer;color:light-dark(#59636e,#9198a1);margin:8px 0}`

// SandboxDocument wraps a sanitised mail in a whole document for a sandboxed <iframe>, to be served with
// MailCSP. A mail without colours of its own follows the reader's light or dark scheme; a coloured one is
// shown on white, as its author saw it. notes are sentences of ours that stand above it.
func SandboxDocument(m MailHTML, notes ...string) (doc string) {
	class := ""
	if m.Coloured {
		class = ` class="paper"`
	}
	above := ""
	for _, n := range notes {
		above += `<p class="note">` + escape(n) + "</p>"
	}
	return `<!doctype html><html` + class + `><head><meta charset="utf-8"><title>Mail</title><style>` +
		sandboxStyle + `</style></head><body>` + above + m.HTML + `</body></html>`
}
