package boundary

import (
	"net/netip"
	"strings"
)

// findAddresses takes what a parser of addresses accepts: with a port, as a network, in brackets, mapped into IPv6; and
// addresses of network cards.
func (m *matcher) findAddresses(v *view, found []Finding) []Finding {
	text := v.text
	for i := 0; i < len(text); {
		if !addressByte(text[i]) || i > 0 && wordByte(text[i-1]) {
			i++
			continue
		}
		j := i
		for j < len(text) && addressByte(text[j]) {
			j++
		}
		if j == len(text) || !wordByte(text[j]) {
			if end, k := m.address(text, i, j); end > i {
				found = append(found, v.finding(i, end, k))
			}
		}
		i = j + 1
	}
	return found
}

func addressByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || c == '.' || c == ':' || c == '-'
}

// address gives the end and the kind of the address in text[i:j]; an end of 0: it is none.
func (m *matcher) address(text string, i, j int) (end int, k Kind) {
	run := strings.TrimRight(text[i:j], ".:-")
	for _, part := range []string{run, beforePort(run)} {
		if card(part) {
			return i + len(part), MAC
		}
		a, ok := parseIP(part)
		if !ok || m.ordinary(a) || a.Is4() && version(text, i) {
			continue
		}
		return afterPrefix(text, i+len(part)), IP
	}
	return m.ranges(text, i, run)
}

// ranges takes two IPv4 addresses with a hyphen between: 10.0.0.1-10.0.0.9.
func (m *matcher) ranges(text string, i int, run string) (end int, k Kind) {
	first, second, ok := strings.Cut(run, "-")
	if !ok {
		return 0, ""
	}
	a, fine := parseIP(first)
	_, also := parseIP(second)
	if fine && !m.ordinary(a) && (also || strings.Trim(second, "0123456789") == "") {
		return i + len(run), IP
	}
	return 0, ""
}

// parseIP reads an address, with zeros before its numbers too. Short words of hexadecimal letters around a double colon
// are names in a program (ABC::DEF).
func parseIP(text string) (netip.Addr, bool) {
	colons := strings.Count(text, ":")
	switch {
	case colons < 2 && strings.Count(text, ".") != 3, colons < 4 && colons > 0 && !strings.ContainsAny(text, "0123456789"):
		return netip.Addr{}, false
	case colons == 0:
		text = withoutZeros(text)
	}
	a, err := netip.ParseAddr(text)
	return a.Unmap(), err == nil
}

func withoutZeros(text string) string {
	parts := strings.Split(text, ".")
	for i, p := range parts {
		if t := strings.TrimLeft(p, "0"); len(p) > 1 && len(p) <= 3 {
			parts[i] = t
			if t == "" {
				parts[i] = "0"
			}
		}
	}
	return strings.Join(parts, ".")
}

// beforePort cuts the port off 10.0.0.1:443.
func beforePort(text string) string {
	if i := strings.IndexByte(text, ':'); i > 0 && strings.Count(text, ":") == 1 {
		return text[:i]
	}
	return text
}

// afterPrefix gives where a network ends whose address ends at i: 10.0.0.0/8.
func afterPrefix(text string, i int) int {
	if i >= len(text) || text[i] != '/' {
		return i
	}
	j := i + 1
	for j < len(text) && '0' <= text[j] && text[j] <= '9' {
		j++
	}
	if j == i+1 || j > i+4 || j < len(text) && wordByte(text[j]) {
		return i
	}
	return j
}

// card reports whether text is an address of a network card: six pairs or more with colons or hyphens, or three fours with
// points.
func card(text string) bool {
	for _, form := range []struct {
		sep    string
		digits int
		least  int
	}{{":", 2, 6}, {"-", 2, 6}, {".", 4, 3}} {
		parts := strings.Split(text, form.sep)
		if len(parts) < form.least || form.digits == 4 && len(parts) != 3 {
			continue
		}
		same := true
		for _, p := range parts {
			same = same && len(p) == form.digits && strings.Trim(p, "0123456789abcdef") == ""
		}
		if same {
			return true
		}
	}
	return false
}

// ordinary are addresses that every machine has, and those that are allowed.
func (m *matcher) ordinary(a netip.Addr) bool {
	if a.IsLoopback() || a.IsUnspecified() || a == netip.AddrFrom4([4]byte{255, 255, 255, 255}) || a.Is4() && a.As4()[0] == 255 {
		return true
	}
	for _, allowed := range m.allowed {
		if p, err := netip.ParsePrefix(allowed); err == nil && p.Contains(a) || allowed == a.String() {
			return true
		}
	}
	return false
}

// version reports whether four numbers that begin at i are a program's version and no address: the word before says so, or
// they hang on a program's name.
func version(text string, i int) bool {
	before := strings.TrimRight(text[:i], " \t=:\"'")
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return r < 'a' || r > 'z' })+1:]
	if len(before) < i {
		return word == "version" || word == "ver" || word == "release"
	}
	switch {
	case strings.HasSuffix(before, "/"):
		product := before[:len(before)-1]
		return products[product[strings.LastIndexFunc(product, func(r rune) bool { return r < 'a' || r > 'z' })+1:]]
	case strings.HasSuffix(before, "-"), strings.HasSuffix(before, "_"), strings.HasSuffix(before, "~"):
		return i > 1 && text[i-2] >= 'a' && text[i-2] <= 'z' // gitlab-ee-17.4.1.2
	}
	return false
}

// products are browsers and clients as they name themselves in the logs of web servers.
var products = set("chrome chromium headlesschrome safari firefox edg edge opr version mozilla gecko applewebkit curl wget runner")
