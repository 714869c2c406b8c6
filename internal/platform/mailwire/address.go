package mailwire

import (
	"strings"

	"golang.org/x/net/idna"
)

// parseAddresses reads an address list the way mail really has it: unquoted specials in names, semicolons
// for commas, missing brackets, names that hold the address again. It takes an unfolded value whose words
// are not decoded yet, because a decoded name may hold a comma. Groups give their members.
func parseAddresses(value string) []Address {
	var all []Address
	p := addressScanner{in: value}
	for p.at < len(p.in) && len(all) < maxAddresses {
		if a, ok := p.mailbox(); ok {
			all = append(all, a)
		}
	}
	return all
}

// maxAddresses bounds the recipients that are read of one field; the field itself stays in the header.
const maxAddresses = 5000

// firstAddress gives the first address of a field, empty when there is none.
func firstAddress(value string) Address {
	all := parseAddresses(value)
	for _, a := range all {
		if a.Address != "" {
			return a
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return Address{}
}

// addressScanner reads one address list from left to right, each byte once.
type addressScanner struct {
	in string
	at int

	plain   strings.Builder // text outside of brackets: the name, or the bare address
	comment strings.Builder
	angle   string
	hasAddr bool
}

// mailbox reads up to and including the next separator.
func (p *addressScanner) mailbox() (Address, bool) {
	p.plain.Reset()
	p.comment.Reset()
	p.angle, p.hasAddr = "", false
	for p.at < len(p.in) {
		c := p.in[p.at]
		p.at++
		switch c {
		case '"':
			p.quoted()
		case '(':
			p.parenthesis()
		case '<':
			p.bracket()
		case ',', ';':
			return p.result()
		case ':':
			if !p.startsGroup() {
				p.plain.WriteByte(c)
			}
		default:
			p.plain.WriteByte(c)
		}
	}
	return p.result()
}

// quoted copies a quoted string. Quotes around a local part stay (RFC 5322 §3.4.1), around a name they go.
func (p *addressScanner) quoted() {
	start := p.at
	var text strings.Builder
	for p.at < len(p.in) && p.in[p.at] != '"' {
		if p.in[p.at] == '\\' && p.at+1 < len(p.in) {
			p.at++
		}
		text.WriteByte(p.in[p.at])
		p.at++
	}
	if p.at >= len(p.in) { // never closed: the quote is a character like any other
		p.at = start
		return
	}
	p.at++
	if p.at < len(p.in) && p.in[p.at] == '@' {
		p.plain.WriteString(`"` + text.String() + `"`)
		return
	}
	p.plain.WriteString(text.String())
}

// parenthesis copies a comment, in which parentheses may be nested.
func (p *addressScanner) parenthesis() {
	start := p.at
	var text strings.Builder
	for depth := 1; p.at < len(p.in); p.at++ {
		switch c := p.in[p.at]; c {
		case '\\':
			if p.at+1 < len(p.in) {
				p.at++
				text.WriteByte(p.in[p.at])
			}
			continue
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			p.at++
			p.comment.WriteString(text.String())
			return
		}
		text.WriteByte(p.in[p.at])
	}
	p.at = start
}

// bracket reads the address between angle brackets. A bracket that is never closed ends with the entry.
func (p *addressScanner) bracket() {
	rest := p.in[p.at:]
	end := strings.IndexAny(rest, ">,;")
	if end < 0 {
		end = len(rest)
	}
	inside := strings.TrimSpace(rest[:end])
	if end < len(rest) && rest[end] == ',' { // the obsolete route: <@a,@b:user@c> (RFC 5322 §4.4)
		if close := strings.IndexByte(rest, '>'); close > 0 && strings.HasPrefix(inside, "@") {
			end, inside = close, rest[:close]
		}
	}
	p.at += end
	if p.at < len(p.in) && p.in[p.at] == '>' {
		p.at++
	}
	if strings.HasPrefix(inside, "@") {
		if _, after, ok := strings.Cut(inside, ":"); ok {
			inside = after
		}
	}
	if !p.hasAddr || !strings.Contains(p.angle, "@") {
		p.angle, p.hasAddr = inside, true
	}
}

// startsGroup drops a group's name before its colon: `Team: a@b, c@d;`. A colon inside an address, as in
// `mailto:a@b`, is dropped with its scheme too.
func (p *addressScanner) startsGroup() bool {
	if p.hasAddr || strings.Contains(p.plain.String(), "@") {
		return false
	}
	p.plain.Reset()
	return true
}

// result makes an address of what was read up to a separator.
func (p *addressScanner) result() (Address, bool) {
	name := strings.TrimSpace(p.plain.String())
	addr := p.angle
	if !p.hasAddr {
		name, addr = splitBare(name)
	}
	name = cleanName(name)
	if name == "" {
		name = cleanName(p.comment.String())
	}
	if addr == "" || !strings.Contains(addr, "@") {
		// `"x@y.z" <>` and `x@y.z <>`: the name holds the only address.
		if bare := cleanAddress(name); addr == "" && strings.Contains(bare, "@") && !strings.ContainsAny(bare, " \t") {
			name, addr = "", bare
		}
	}
	a := Address{Name: name, Address: cleanAddress(addr)}
	if strings.EqualFold(a.Name, a.Address) {
		a.Name = ""
	}
	return a, a != Address{}
}

// splitBare finds the address in text without brackets: the word with the at sign; the rest is the name.
func splitBare(text string) (name, addr string) {
	if !strings.Contains(text, "@") {
		return text, ""
	}
	if strings.HasPrefix(text, `"`) { // a quoted local part, blanks and all
		return "", text
	}
	words := strings.Fields(text)
	if len(words) == 3 && words[1] == "@" {
		return "", strings.Join(words, "")
	}
	for i, w := range words {
		if strings.Contains(strings.Trim(w, "@"), "@") {
			rest := append(append([]string{}, words[:i]...), words[i+1:]...)
			return strings.Join(rest, " "), w
		}
	}
	return text, ""
}

// cleanName decodes a display name and takes off the quotes that some mailers encode with it.
func cleanName(name string) string {
	name = dropDirections(decodeHeader(name))
	if len(name) > 1 && (name[0] == '"' && name[len(name)-1] == '"' || name[0] == '\'' && name[len(name)-1] == '\'') {
		name = name[1 : len(name)-1]
	}
	return strings.Join(strings.Fields(name), " ")
}

// cleanAddress lowers the domain and shows it in Unicode. The local part keeps its case: only its owner
// knows whether it matters (RFC 5321 §2.4).
func cleanAddress(addr string) string {
	addr = strings.Trim(decodeHeader(addr), " \t<>'`,;")
	addr = strings.TrimPrefix(strings.TrimPrefix(addr, "mailto:"), "MAILTO:")
	if strings.ContainsAny(addr, " \t") && !strings.HasPrefix(addr, `"`) {
		addr = withoutBlanks(addr)
	}
	at := strings.LastIndexByte(addr, '@')
	if at < 0 {
		return addr
	}
	local, domain := strings.TrimSpace(addr[:at]), strings.TrimSpace(addr[at+1:])
	domain = strings.TrimSuffix(strings.ToLower(domain), ".")
	if strings.Contains(domain, "xn--") {
		if shown, err := idna.Display.ToUnicode(domain); err == nil {
			domain = shown
		}
	}
	return local + "@" + domain
}

// withoutBlanks mends an address with blanks in it: comments go (RFC 5322 §3.2.2), blanks around dots and
// the at sign go (§4.4), and of several words the one that is an address stays.
func withoutBlanks(addr string) string {
	for strings.Contains(addr, "(") {
		before, rest, _ := strings.Cut(addr, "(")
		_, after, _ := strings.Cut(rest, ")")
		addr = before + after
	}
	for _, mark := range []string{"@", "."} {
		parts := strings.Split(addr, mark)
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		addr = strings.Join(parts, mark)
	}
	for _, w := range strings.Fields(addr) {
		if strings.Contains(strings.Trim(w, "@"), "@") {
			return w
		}
	}
	return strings.TrimSpace(addr)
}
