package boundary

import (
	"regexp"
	"slices"
	"strings"
)

// Where logs write the name of the machine that wrote them: after the time (RFC 3164, RFC 5424), in a field of JSON or of
// key and value, and before a shell's prompt.
var machines = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^(?:<\d+>)?(?:1 )?[a-z]{3} [ \d]\d \d\d:\d\d:\d\d ([a-z0-9][a-z0-9._-]{2,}) `),
	regexp.MustCompile(`(?m)^(?:<\d+>)?(?:1 )?\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d\S* ([a-z0-9][a-z0-9._-]{2,}) \S+[\[:]`),
	regexp.MustCompile(`\b(?:host|hostname|fqdn|node|node_name|nodename|server|machine|instance)"?\s*[:=]\s*"?([a-z0-9][a-z0-9._-]{2,})`),
	regexp.MustCompile(`[a-z_][a-z0-9_-]*@([a-z0-9][a-z0-9.-]{2,}):[~/]`),
}

// Learn gives the identifiers with what texts of the customer tell of their machines: hosts that have the form of one, by
// their first labels too, and those that a log names as its own. A discussion that names gitaly-02 is then known to name
// a host of theirs.
func (ids Identifiers) Learn(texts ...string) Identifiers {
	m := ids.compile()
	for _, text := range texts {
		v := fold(text)
		for i, j := nextHost(v.text, 0); i < len(v.text); i, j = nextHost(v.text, j) {
			if host := v.text[i:j]; m.forbiddenHost(host) {
				ids.Hosts = appendHost(ids.Hosts, host)
			}
		}
		for _, re := range machines {
			for _, match := range re.FindAllStringSubmatch(v.text, -1) {
				if host := strings.Trim(match[1], ".-"); !m.public(host) && !everyday[host] && !everydayHosts[host] && !versioned(host) {
					ids.Hosts = appendHost(ids.Hosts, host)
				}
			}
		}
	}
	return ids
}

// appendHost takes a host, and its first label where that is no common word.
func appendHost(all []string, host string) []string {
	if !slices.Contains(all, host) {
		all = append(slices.Clone(all), host)
	}
	first, _, ok := strings.Cut(host, ".")
	if ok && len(first) >= 4 && strings.ContainsAny(first, "-0123456789") && !slices.Contains(all, first) {
		all = append(all, first)
	}
	return all
}

// everydayHosts are words after "host:" that name a part of the program and no machine.
var everydayHosts = set("localhost true false null none master primary secondary replica standby gitaly praefect sidekiq puma workhorse nginx redis postgresql postgres registry pages runner kernel name address default unknown")
