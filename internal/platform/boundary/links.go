package boundary

import (
	"regexp"
	"slices"
	"strings"
)

// Record is all that is said outside about a record of a restricted desk.
const Record = "restricted record"

// Links of Markdown and HTML whose text may name what it leads to, and addresses that stand alone.
var (
	labelled = regexp.MustCompile(`!?\[([^\[\]]*)\]\(\s*<?([^\s<>()]+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`)
	anchor   = regexp.MustCompile(`(?is)<a\s[^>]*?href\s*=\s*["']?([^"'\s>]+)["']?[^>]*>.*?</a\s*>`)
	bareURL  = regexp.MustCompile(`(?i)(?:https?:)?//[^\s<>"'()\[\]\\]+`)
	ticketAt = regexp.MustCompile(`^/(?:tickets|portal/tickets|requests)/(\d+)(?:[/?#]|$)`)
)

// LinksTo gives the addresses in text that lead to one of hosts, each once, as they stand there. A host may carry a port.
func LinksTo(text string, hosts []string) []string {
	var found []string
	if len(hosts) == 0 {
		return nil
	}
	for _, u := range bareURL.FindAllString(unhidden(text), -1) {
		u = strings.TrimRight(u, sentence)
		if leads(u, hosts) && !slices.Contains(found, u) {
			found = append(found, u)
		}
	}
	for _, f := range mentions(text, hosts) {
		h := fold(f.Text).text
		if !slices.ContainsFunc(found, func(u string) bool { return strings.Contains(fold(u).text, h) }) {
			found = append(found, f.Text)
		}
	}
	return found
}

// Bare gives text with every link to one of hosts as a bare reference: nothing of what the link said or of what its
// address tells beside the number. It also gives the addresses that it found.
func Bare(text string, hosts []string) (string, []string) {
	found := LinksTo(text, hosts)
	if len(found) == 0 {
		return text, nil
	}
	for _, link := range []struct {
		form *regexp.Regexp
		to   int // the group that holds the address
	}{{labelled, 2}, {anchor, 1}, {bareURL, 0}} {
		text = link.form.ReplaceAllStringFunc(text, func(whole string) string {
			u := link.form.FindStringSubmatch(whole)[link.to]
			if !leads(u, hosts) && len(mentions(whole, hosts)) == 0 {
				return whole
			}
			if link.to > 0 {
				return reference(u)
			}
			trimmed := strings.TrimRight(u, sentence)
			return reference(trimmed) + u[len(trimmed):]
		})
	}
	for range 4 {
		text = unnamed(text, hosts)
		if len(LinksTo(text, hosts)) == 0 {
			return text, found
		}
	}
	return Record, found
}

// sentence are characters at the end of an address that belong to the sentence around it.
const sentence = ".,;:!?*_"

// reference is the words for an address: with the number of the ticket where it is one, which tells nothing.
func reference(u string) string {
	_, rest, _ := strings.Cut(u, "//")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		if m := ticketAt.FindStringSubmatch(rest[i:]); m != nil {
			return Record + " " + m[1] // without the sign that makes a link of a number: it would lead to a ticket here
		}
	}
	return Record
}

// unnamed takes out what is still written of a host without being a link, with the path after it.
func unnamed(text string, hosts []string) string {
	out, at := "", 0
	for _, f := range mentions(text, hosts) {
		end := f.End
		for end < len(text) && text[end] > ' ' && strings.IndexByte("<>\"'()[]", text[end]) < 0 {
			end++
		}
		if f.Start >= at {
			out, at = out+text[at:f.Start]+Record, end
		}
	}
	return out + text[at:]
}

// leads reports whether an address leads to one of hosts.
func leads(u string, hosts []string) bool {
	folded := fold(u).text
	_, rest, ok := strings.Cut(folded, "//")
	if !ok {
		return false
	}
	_, host := authority(rest)
	return slices.ContainsFunc(hosts, func(h string) bool { return host == hostOnly(h) })
}

// mentions gives the places where one of hosts is written, in whatever way, as a host of its own: a host below it, or one
// that only begins like it, is another.
func mentions(text string, hosts []string) (found []Finding) {
	v := fold(text)
	for _, h := range hosts {
		h = hostOnly(h)
		for i := index(v.text, h, 0); i >= 0; i = index(v.text, h, i+1) {
			if j := i + len(h); (i == 0 || !hostByte(v.text[i-1])) && !goesOn(v.text, j) {
				found = append(found, v.finding(i, j, Host))
			}
		}
		if j := v.joined(); j != nil {
			found = j.everyWrapped(h, Host, false, found)
		}
	}
	return merge(text, found)
}

// goesOn reports whether a host name that ends at i has more labels, or a longer last one.
func goesOn(text string, i int) bool {
	for i < len(text) && (text[i] == '.' || text[i] == '-') {
		i++
		if i < len(text) && wordByte(text[i]) {
			return true
		}
	}
	return i < len(text) && wordByte(text[i])
}

func hostOnly(h string) string {
	h = domain(h)
	if i := strings.LastIndexByte(h, ':'); i > 0 && strings.Count(h, ":") == 1 {
		return h[:i]
	}
	return h
}

// unhidden takes out what cannot be seen, so that an address reads as a browser reads it.
func unhidden(text string) string {
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, text)
}
