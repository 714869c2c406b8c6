package boundary

import "strings"

// find looks for everything, and then again in the text without its line breaks for what is known: a host name that a
// terminal wrapped is still that host.
func (m *matcher) find(text string) []Finding {
	if text == "" {
		return nil
	}
	v := fold(text)
	found := m.look(v, nil)
	if u := unescaped(text); u != nil {
		found = m.look(u, found)
	}
	if j := v.joined(); j != nil {
		found = m.findWrapped(j, found)
	}
	return merge(text, without(v, found))
}

func (m *matcher) look(v *view, found []Finding) []Finding {
	for _, look := range []func(*view, []Finding) []Finding{m.findNames, m.findMails, m.findURLs, m.findHosts, m.findAddresses, m.findPaths, m.findTokens} {
		found = look(v, found)
	}
	return found
}

// findWrapped takes what is known and has a line break in its middle.
func (m *matcher) findWrapped(j *view, found []Finding) []Finding {
	for _, list := range []struct {
		kind  Kind
		known []string
	}{{Mail, m.mails}, {Host, m.hosts}} {
		for _, k := range list.known {
			found = j.everyWrapped(k, list.kind, false, found)
		}
	}
	for _, d := range m.domains {
		found = j.everyWrapped(d, Host, true, found)
	}
	return found
}

// everyWrapped finds known where a break was taken out within it, or, with all that stands before a domain, within that.
func (v *view) everyWrapped(known string, k Kind, before bool, found []Finding) []Finding {
	for from := 0; ; {
		at := index(v.text, known, from)
		if at < 0 {
			return found
		}
		start, end := at, at+len(known)
		from = at + 1
		if before {
			start = v.hostBegins(start)
		}
		if v.crosses(start, end) && v.whole(at, end) {
			found = append(found, v.finding(start, end, k))
		}
	}
}

// hostBegins gives where a host name begins whose domain begins at i. What stands on the line before is of it if it looks
// like one; the last word of a sentence does not.
func (v *view) hostBegins(i int) int {
	start, line := i, i
	for start > 0 && hostByte(v.text[start-1]) {
		start--
		if v.breaks[start] {
			line = start
		}
	}
	if line < i && line > start && !strings.ContainsAny(v.text[start:line], ".-") {
		return line
	}
	if line == i && v.breaks[i] && !strings.ContainsAny(v.text[start:i], ".-") {
		return i
	}
	return start
}

// whole reports whether no word goes on around text[i:j], on the same line.
func (v *view) whole(i, j int) bool {
	before := i == 0 || !wordByte(v.text[i-1]) || v.breaks[i]
	after := j == len(v.text) || !wordByte(v.text[j]) || v.breaks[j]
	return before && after
}

// without drops findings that are nothing but a placeholder of ours, so that a text that was redacted stays as it is.
func without(v *view, found []Finding) []Finding {
	kept := found[:0]
	for _, f := range found {
		if placeholderAt(v.source, f.Start) < f.End {
			kept = append(kept, f)
		}
	}
	return kept
}

func index(text, part string, from int) int {
	if from > len(text) || part == "" {
		return -1
	}
	if i := strings.Index(text[from:], part); i >= 0 {
		return from + i
	}
	return -1
}
