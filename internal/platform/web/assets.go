package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// src is ours; dist is what scripts/assets.sh copied from npm and may hold nothing but a placeholder.
//
//go:embed assets/src all:assets/dist
var embedded embed.FS

// asset is a file as it is served: its name holds its hash, so browsers may keep it for ever.
type asset struct {
	url         string
	contentType string
	body        []byte
	gzipped     func() []byte // made when first asked for; nil for what is compressed already
}

// library is every asset, by plain name and by URL.
type library struct {
	byName, byURL map[string]*asset
}

// The order of our own sources: layers of style from general to special, scripts after what they use.
var (
	styleParts = []string{"layers", "fonts", "tokens", "reset", "base", "layout", "components", "notice", "options", "strip", "account",
		"ticket", "queue", "incident", "emergency", "restricted", "oncall", "call", "crm", "review", "paging", "choose", "code", "utilities"}
	scriptParts = []string{"base", "choose", "keys", "live", "time", "palette", "composer", "count", "upload"}
)

// shelf is worked out once from what the compiler put in, and never changes.
var shelf = sync.OnceValue(func() *library {
	dist, err := fs.Sub(embedded, "assets/dist")
	if err != nil {
		panic(err) // the name is valid
	}
	return newLibrary(dist)
})

// newLibrary holds our own sources and what dist has of npm's.
func newLibrary(dist fs.FS) *library {
	l := &library{byName: map[string]*asset{}, byURL: map[string]*asset{}}
	for _, name := range []string{"htmx.js", "inter.woff2", "inter-ext.woff2", "mono.woff2", "mono-ext.woff2", "icons.svg"} {
		if body, err := fs.ReadFile(dist, name); err == nil {
			l.add(name, body)
		}
	}
	l.add("mark.svg", mustRead("assets/src/mark.svg"))
	l.add("app.css", l.withURLs(concat("css", styleParts)))
	l.add("portal.css", concat("css", []string{"portal"}))                              // of the customers' pages only, behind app.css
	l.add("phone.css", concat("css", []string{"phone"}))                                // of the page on a phone only, behind portal.css
	l.add("status.css", concat("css", []string{"layers", "tokens", "reset", "status"})) // alone on the public status page
	l.add("app.js", concat("js", scriptParts))
	l.add("push.js", concat("js", []string{"push"})) // where a browser is connected, and on the phone
	return l
}

// Asset gives the URL of an asset by its plain name ("app.css"), or "" if the build has none of it.
func Asset(name string) string {
	if a := shelf().byName[name]; a != nil {
		return a.url
	}
	return ""
}

// AssetBody gives the bytes of an asset by its plain name, for a copy of a page that is served elsewhere; nil if the build has
// none of it.
func AssetBody(name string) []byte {
	if a := shelf().byName[name]; a != nil {
		return a.body
	}
	return nil
}

// AssetsMissing reports whether the binary was built without scripts/assets.sh: pages then work as plain
// links and forms in the fonts of the system.
func AssetsMissing() bool { return Asset("htmx.js") == "" }

func (l *library) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	a := &asset{
		url:         "/assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext,
		contentType: contentType(ext),
		body:        body,
	}
	if ext != ".woff2" {
		a.gzipped = sync.OnceValue(func() []byte { return gzipped(body) })
	}
	l.byName[name], l.byURL[a.url] = a, a
}

// withURLs puts hashed URLs for url("asset:NAME"); a face whose file is missing keeps a URL that leads
// nowhere and the next font of the stack is used.
func (l *library) withURLs(css []byte) []byte {
	return regexp.MustCompile(`asset:([\w.-]+)`).ReplaceAllFunc(css, func(ref []byte) []byte {
		if a := l.byName[strings.TrimPrefix(string(ref), "asset:")]; a != nil {
			return []byte(a.url)
		}
		return []byte("/assets/missing")
	})
}

func serveAsset(w http.ResponseWriter, r *http.Request) error {
	a := shelf().byURL[r.URL.Path]
	if a == nil {
		return fault.New(fault.NotFound, "This file is of another version of Daywatch. Reload the page.")
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", a.contentType)
	body := a.body
	if a.gzipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.gzipped()
	}
	_, _ = w.Write(body) // the client may be gone
	return nil
}

func contentType(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "font/woff2"
}

func gzipped(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	_, _ = w.Write(body)                                  // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// concat joins our sources and drops what only their readers need: indentation and lines of comment. The
// sources keep comments on lines of their own and no text over several lines, so this is safe.
func concat(ext string, parts []string) []byte {
	var b bytes.Buffer
	for _, part := range parts {
		for line := range strings.Lines(string(mustRead("assets/src/" + ext + "/" + part + "." + ext))) {
			line = strings.TrimSpace(line)
			comment := strings.HasPrefix(line, "//") || strings.HasPrefix(line, "/*") && strings.HasSuffix(line, "*/")
			if line != "" && !comment {
				b.WriteString(line + "\n")
			}
		}
	}
	return b.Bytes()
}

// mustRead reads a source that the compiler embedded; without it there is no binary.
func mustRead(name string) []byte {
	body, err := fs.ReadFile(embedded, name)
	if err != nil {
		panic(err)
	}
	return body
}
