package boundary

import "strings"

// findURLs takes a whole address where its host is neither public nor this very machine: what follows the host names
// projects and people.
func (m *matcher) findURLs(v *view, found []Finding) []Finding {
	text := v.text
	for from := 0; ; {
		i := strings.Index(text[from:], "://")
		if i < 0 {
			return found
		}
		i += from
		start := i
		for start > 0 && (wordByte(text[start-1]) || strings.IndexByte("+.-", text[start-1]) >= 0) {
			start--
		}
		from = urlEnd(text, i+3)
		user, host := authority(text[i+3 : from])
		switch {
		case start == i || host == "" && user == "" || placeholderAt(text, i+3) > i+3:
		case user != "" || !m.publicHost(host):
			found = append(found, v.finding(start, from, URL))
		}
	}
}

// publicHost judges the host of an address, a number or a name.
func (m *matcher) publicHost(host string) bool {
	if a, ok := parseIP(host); ok {
		return m.ordinary(a)
	}
	return m.public(host) && !m.forbiddenHost(host)
}

// authority splits what follows the two slashes (RFC 3986 §3.2). A user that is an account of a program (git@) tells
// nothing.
func authority(text string) (user, host string) {
	text, _, _ = strings.Cut(text, "/")
	text, _, _ = strings.Cut(text, "?")
	text, _, _ = strings.Cut(text, "#")
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		user, text = text[:i], text[i+1:]
		if accounts[user] {
			user = ""
		}
	}
	if rest, ok := strings.CutPrefix(text, "["); ok { // an address of IPv6
		host, _, _ = strings.Cut(rest, "]")
		return user, host
	}
	host, _, _ = strings.Cut(text, ":")
	return user, strings.TrimRight(host, ".")
}

// urlEnd gives where an address ends: at a space, or at what closes around it.
func urlEnd(text string, i int) int {
	for i < len(text) && text[i] > ' ' && strings.IndexByte("<>\"'`|^{}\\", text[i]) < 0 {
		if text[i] == ')' || text[i] == ']' && !strings.Contains(text[i+1:min(len(text), i+2)], ":") && !strings.Contains(text[i+1:min(len(text), i+2)], "/") {
			break
		}
		i++
	}
	for i > 0 && strings.IndexByte(".,;:!?", text[i-1]) >= 0 {
		i--
	}
	return i
}
