package mailwire

import (
	"bytes"
	"regexp"
)

// metaLabel finds the charset that an HTML page or an XML declaration names for itself.
var metaLabel = regexp.MustCompile(`(?i)(?:<meta[^>]{0,200}charset|<\?xml[^>]{0,100}encoding)\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})`)

// metaCharset looks at the first KiB, as browsers do (HTML §13.2.3.2). A mail whose HTML is not in ASCII
// cannot name UTF-16 truly in a meta element, so that is passed over.
func metaCharset(b []byte) string {
	m := metaLabel.FindSubmatch(b[:min(len(b), 1024)])
	if m == nil || bytes.HasPrefix(bytes.ToLower(m[1]), []byte("utf-16")) {
		return ""
	}
	return string(m[1])
}
