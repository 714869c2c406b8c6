package boundary

import "strings"

// findMails takes mail addresses, and who logged in where: jane@gitaly-02. An account that is no person's at a public host
// (git@github.com) is no finding.
func (m *matcher) findMails(v *view, found []Finding) []Finding {
	text := v.text
	for from := 0; ; {
		at := strings.IndexByte(text[from:], '@')
		if at < 0 {
			return found
		}
		at += from
		from = at + 1
		i := at
		for i > 0 && localByte(text[i-1]) {
			i--
		}
		j := at + 1
		for j < len(text) && hostByte(text[j]) {
			j++
		}
		for j > at+1 && !wordByte(text[j-1]) {
			j--
		}
		local, host := strings.Trim(text[i:at], ".-"), text[at+1:j]
		if local == "" || host == "" || versioned(host) || everyday[local] && m.public(host) || !strings.Contains(host, ".") && !shortHost(host) {
			continue
		}
		found = append(found, v.finding(i, j, Mail))
	}
}

// localByte is what the part before the @ is written in, but for what is rare and would take in the sentence around.
func localByte(c byte) bool { return hostByte(c) || c == '+' || c == '=' || c == '\'' }

// versioned reports whether what stands after the @ is a version, as in actions/checkout@v4.1 and pkg@1.2.3.
func versioned(host string) bool {
	return strings.Trim(strings.TrimPrefix(host, "v"), "0123456789.-") == ""
}

// shortHost reports whether a single label looks like a machine and not like a word: prompts have user@gitaly-02.
func shortHost(label string) bool { return strings.ContainsAny(label, "-0123456789") }
