package mailwire

import (
	"html"
	"net/url"
	"strings"
)

// finish gives the attachments, each marked with whether the HTML shows it.
func (r *reader) finish(markup string) []Attachment {
	refs := references(markup)
	all := make([]Attachment, 0, len(r.attached))
	for _, a := range r.attached {
		a.Inline = a.isIn(refs)
		all = append(all, a.Attachment)
	}
	return all
}

// settle takes out again the pictures that we placed although the mail's own HTML shows them elsewhere.
func (r *reader) settle(markup string) string {
	var ours, doubled []string
	for _, a := range r.attached {
		if a.tag != "" {
			ours = append(ours, a.tag, "")
		}
	}
	if len(ours) == 0 {
		return markup
	}
	theirs := references(strings.NewReplacer(ours...).Replace(markup))
	for _, a := range r.attached {
		if a.tag != "" && a.isIn(theirs) {
			doubled = append(doubled, a.tag, "")
		}
	}
	return strings.NewReplacer(doubled...).Replace(markup)
}

// isIn reports whether references point at a.
func (a *attached) isIn(refs map[string]bool) bool {
	return a.ContentID != "" && refs["cid:"+strings.ToLower(a.ContentID)] ||
		a.ContentLocation != "" && refs[strings.ToLower(a.ContentLocation)]
}

// references collects what HTML loads, in lower case: every cid: URL (RFC 2392) wherever it stands, and the
// value of every src and background attribute. It need not be exact: a false hit only takes a picture out
// of the separate list when the mail names it.
func references(markup string) map[string]bool {
	refs := map[string]bool{}
	lower := strings.ToLower(markup)
	for _, mark := range []string{"cid:", "src=", "background="} {
		for at := 0; ; {
			i := strings.Index(lower[at:], mark)
			if i < 0 {
				break
			}
			at += i + len(mark)
			ref := html.UnescapeString(urlAt(lower[at:]))
			if mark == "cid:" {
				ref = mark + ref
			}
			refs[ref] = true
			if plain, err := url.PathUnescape(ref); err == nil {
				refs[plain] = true
			}
		}
	}
	return refs
}

// maxReference is the longest URL that is looked at; a data: URL is no reference to a part.
const maxReference = 2000

// urlAt reads the URL at the start of s, up to what ends it in an attribute or in CSS.
func urlAt(s string) string {
	s = s[:min(len(s), maxReference)]
	s = strings.TrimLeft(s, `"' `)
	if end := strings.IndexAny(s, "\"'<>) \t\n"); end >= 0 {
		s = s[:end]
	}
	return s
}
