package boundary

import "strings"

// endings are the last labels that make two or more labels a host name by themselves. Those that are also endings of files
// or names in programs (sh, py, rs, id, name) are left out: a host below one is found where its domain is known.
var endings = set(`gov mil com net org edu int us uk ca au nz de fr nl be jp kr eu ch se fi dk es it pt ie cz mx br cn ru ua info biz arpa
	io dev app cloud tech ai co internal local lan corp home intranet private localdomain domain prod onion consul cluster test example invalid`)

// programs are names that end like a host and are something else.
var programs = set(`asp.net vb.net system.net java.net java.io socket.io node.io vue.app ml.net paint.net log.info logger.info console.info
	rails.info this.io sys.io os.dev svc.cluster meta.test unit.test`)

// findHosts takes what is known, whatever its form, and what has the form of a host name.
func (m *matcher) findHosts(v *view, found []Finding) []Finding {
	for i, j := nextHost(v.text, 0); i < len(v.text); i, j = nextHost(v.text, j) {
		if m.forbiddenHost(v.text[i:j]) {
			k := Host
			if _, ok := parseIP(v.text[i:j]); ok {
				k = IP
			}
			found = append(found, v.finding(i, j, k))
			continue
		}
		found = m.findShort(v, i, j, found)
	}
	return found
}

// findShort takes what is known within a longer run: gitaly-02 in gitaly-02_storage, and all before a domain in
// db.agency.gov_backup.
func (m *matcher) findShort(v *view, start, end int, found []Finding) []Finding {
	for _, h := range m.hosts {
		if i := indexWhole(v.text[start:end], h); i >= 0 {
			found = append(found, v.finding(start+i, start+i+len(h), Host))
		}
	}
	for _, d := range m.domains {
		if i := indexWhole(v.text[start:end], d); i >= 0 {
			found = append(found, v.finding(start, start+i+len(d), Host))
		}
	}
	return found
}

// forbiddenHost judges a run of host characters.
func (m *matcher) forbiddenHost(text string) bool {
	for _, known := range m.hosts {
		if below(text, known) {
			return true
		}
	}
	for _, known := range m.domains {
		if below(text, known) {
			return true
		}
	}
	if amazon(text) {
		return true
	}
	dot := strings.LastIndexByte(text, '.')
	return dot > 0 && endings[text[dot+1:]] && !programs[text] && !m.public(text)
}

// amazon reports whether a host is named for its address, as providers do: ip-10-0-0-1, also before a domain.
func amazon(text string) bool {
	rest, ok := strings.CutPrefix(text, "ip-")
	if !ok {
		return false
	}
	rest, _, _ = strings.Cut(rest, ".")
	parts := strings.Split(rest, "-")
	if len(parts) != 4 {
		return false
	}
	for _, p := range parts {
		if len(p) == 0 || len(p) > 3 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

func (m *matcher) public(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	for _, a := range m.allowed {
		if below(host, a) {
			return true
		}
	}
	return false
}

// below reports whether host is the domain or lies below it.
func below(host, domain string) bool {
	return strings.HasSuffix(host, domain) && (len(host) == len(domain) || host[len(host)-len(domain)-1] == '.')
}

// nextHost gives the next run of the characters of host names; i is the text's length where there is none. Points and
// hyphens at the ends belong to the sentence. An underscore may stand in one (RFC 2181 §11).
func nextHost(text string, from int) (i, j int) {
	for i = from; i < len(text); i = max(j, i+1) {
		for ; i < len(text) && !wordByte(text[i]); i++ {
		}
		for j = i; j < len(text) && hostByte(text[j]); j++ {
		}
		end := j
		for end > i && !wordByte(text[end-1]) {
			end--
		}
		if end > i {
			return i, end
		}
	}
	return len(text), len(text)
}

func hostByte(c byte) bool { return wordByte(c) || c == '.' || c == '-' || c == '_' }

// indexWhole finds part in text where no word goes on before or after it; -1: nowhere.
func indexWhole(text, part string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return -1
		}
		i += from
		j := i + len(part)
		if (i == 0 || !wordByte(text[i-1])) && (j == len(text) || !wordByte(text[j])) {
			return i
		}
		from = i + 1
	}
}
