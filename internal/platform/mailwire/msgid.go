package mailwire

import (
	"slices"
	"strings"
)

// maxReferences bounds a thread's list of ids. The first and the last ones are kept, because the first
// names the thread and the last ones are the likeliest to be known here.
const maxReferences = 100

// parseIDs reads the ids of a Message-ID, In-Reply-To or References field: what stands in angle brackets,
// or, where a mailer left them out, the words with an at sign.
func parseIDs(value string) []string {
	var ids []string
	add := func(id string) {
		id = cleanID(id)
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	rest := value
	for len(ids) < maxReferences*2 {
		start := strings.IndexByte(rest, '<')
		if start < 0 {
			break
		}
		end := strings.IndexAny(rest[start+1:], "<>")
		if end < 0 {
			add(rest[start+1:])
			break
		}
		add(rest[start+1 : start+1+end])
		rest = rest[start+1+end:]
		rest = strings.TrimPrefix(rest, ">")
	}
	if len(ids) == 0 {
		for _, w := range strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' || r == ';' }) {
			if strings.Contains(w, "@") && len(ids) < maxReferences {
				add(w)
			}
		}
	}
	if len(ids) > maxReferences {
		ids = append(ids[:1:1], ids[len(ids)-maxReferences+1:]...)
	}
	return ids
}

// longestID bounds an id, which has to fit a line (RFC 5322 §2.1.1): an index of PostgreSQL takes no more than 2,704 bytes.
const longestID = 998

// cleanID removes brackets and the blanks that folding left inside an id. Too long a one is cut, the same way wherever it stands.
func cleanID(id string) string {
	id = strings.Join(strings.Fields(cleanLine(decodeRaw(id))), "")
	id = strings.Trim(id, "<>")
	return strings.ToValidUTF8(id[:min(len(id), longestID)], "")
}

// messageID gives the id of a Message-ID field; one without an at sign counts as well, for robots have them.
func messageID(value string) string {
	if ids := parseIDs(value); len(ids) > 0 {
		return ids[0]
	}
	return cleanID(value)
}
