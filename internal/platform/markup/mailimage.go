package markup

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// image judges an <img> by its source; false means that it was removed or became text.
func (c *cleaner) image(n *html.Node, src string) bool {
	if shown, ok := c.imageSource(strings.TrimSpace(src)); ok {
		setAttr(n, "src", shown)
		setAttr(n, "loading", "lazy")
		return true
	}
	alt := strings.TrimSpace(attrOf(n.Attr, "alt"))
	if alt == "" {
		n.Parent.RemoveChild(n)
		return false
	}
	text := &html.Node{Type: html.TextNode, Data: "[" + alt + "]"}
	n.Parent.InsertBefore(text, n)
	n.Parent.RemoveChild(n)
	return false
}

func (c *cleaner) imageSource(src string) (string, bool) {
	if c.opt.CID != nil && src != "" {
		id := src
		if u, err := url.PathUnescape(src); err == nil {
			id = u
		}
		if len(id) > 4 && strings.EqualFold(id[:4], "cid:") {
			id = strings.Trim(id[4:], "<>")
		}
		if own, ok := c.opt.CID(id); ok {
			return own, true
		}
	}
	switch {
	case isRemote(src):
		return c.remoteImage(src)
	case len(src) >= 5 && strings.EqualFold(src[:5], "data:"):
		return c.dataImage(src)
	}
	return "", false
}

func isRemote(src string) bool {
	low := strings.ToLower(src)
	return strings.HasPrefix(low, "http:") || strings.HasPrefix(low, "https:") || strings.HasPrefix(low, "//")
}

func (c *cleaner) remoteImage(src string) (string, bool) {
	if strings.HasPrefix(src, "//") {
		src = "https:" + src
	}
	if c.opt.LoadRemote && c.opt.Proxy != nil {
		if own, ok := c.opt.Proxy(src); ok {
			return own, true
		}
	}
	c.out.Remote++
	return "", false
}

var dataImagePrefix = regexp.MustCompile(`(?i)^data:image/(png|jpeg|gif|webp);base64,`)

// dataImage lets a raster image pass. SVG is a document that can hold scripts, so it never does.
func (c *cleaner) dataImage(src string) (string, bool) {
	m := dataImagePrefix.FindStringSubmatch(src)
	if m == nil || len(src) > maxDataImage || c.data+len(src) > maxDataTotal {
		return "", false
	}
	body := strings.Map(dropSpace, src[len(m[0]):])
	if _, err := base64.StdEncoding.DecodeString(body); err != nil {
		return "", false
	}
	c.data += len(src)
	return "data:image/" + strings.ToLower(m[1]) + ";base64," + body, true
}

func dropSpace(r rune) rune {
	if strings.ContainsRune(" \t\r\n\f", r) {
		return -1
	}
	return r
}

// countRemote counts the pictures in a part that is removed whole, such as Outlook's VML.
func (c *cleaner) countRemote(n *html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.Data == "img" || d.Data == "image") && isRemote(attrOf(d.Attr, "src")) {
			c.out.Remote++
		}
	}
}
