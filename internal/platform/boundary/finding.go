package boundary

import (
	"cmp"
	"slices"
)

// Kind says what sort of thing an identifier is.
type Kind string

// The kinds, in the words that placeholders carry in capitals.
const (
	Name   Kind = "name"   // an organization, or a person
	Mail   Kind = "mail"   // a mail address
	Host   Kind = "host"   // a host name or a domain
	IP     Kind = "ip"     // an address or a network of the Internet Protocol
	MAC    Kind = "mac"    // an address of a network card, or a fingerprint written in the same way
	Path   Kind = "path"   // a path that names a user
	URL    Kind = "url"    // an address of a page that is not public
	Token  Kind = "token"  // a key, a password, a certificate
	Number Kind = "number" // a number that the state gives to a person
)

// Finding is an identifier in a text.
type Finding struct {
	Start, End int // bytes of the text, from Start up to before End
	Kind       Kind
	Text       string // as it stands there
}

// merge joins what overlaps. The wider finding gives the kind; of two alike the earlier one does.
func merge(text string, found []Finding) []Finding {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var out []Finding
	for _, f := range found {
		n := len(out) - 1
		if n < 0 || f.Start >= out[n].End {
			out = append(out, f)
			continue
		}
		if f.End-f.Start > out[n].End-out[n].Start {
			out[n].Kind = f.Kind
		}
		out[n].End = max(out[n].End, f.End)
	}
	for i, f := range out {
		out[i].Text = text[f.Start:f.End]
	}
	return out
}
