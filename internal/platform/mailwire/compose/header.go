package compose

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"unicode/utf8"
)

const (
	lineLength = 76 // preferred, within the 78 of RFC 5322 §2.1.1 and the 76 of RFC 2047 §2
	// wordLength is the longest word left as it is. RFC 5322 §2.1.1 allows lines of 998.
	wordLength    = 900
	nameLength    = 128 // runes of a display name; longer ones are an attack or an accident
	maxReferences = 20
)

// field is one header field with an unfolded value.
type field struct{ name, value string }

// header gives the fields of m but those that describe its body.
func (m Outgoing) header() []field {
	var all []field
	add := func(name, value string) {
		if value != "" {
			all = append(all, field{name, value})
		}
	}
	add("Date", m.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	add("From", addresses(m.From))
	if m.Sender != nil {
		add("Sender", addresses(*m.Sender))
	}
	add("Reply-To", addresses(m.ReplyTo...))
	add("To", addresses(m.To...))
	add("Cc", addresses(m.Cc...))
	if len(m.To)+len(m.Cc) == 0 {
		add("To", "undisclosed-recipients:;")
	}
	all = append(all, field{"Subject", text(m.Subject)})
	add("Message-ID", messageID(m.MessageID))
	add("In-Reply-To", messageID(m.InReplyTo))
	add("References", references(m.References))
	if m.Automatic != "" {
		add("Auto-Submitted", text(string(m.Automatic)))
		// Exchange does not know RFC 3834; this is its own word for the same.
		add("X-Auto-Response-Suppress", "All")
	}
	if m.List != nil {
		add("List-Id", "<"+token(m.List.ID)+">")
		add("List-Unsubscribe", "<"+token(m.List.UnsubscribeURL)+">")
		add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	add("X-Daywatch-Desk", text(m.Desk))
	add("MIME-Version", "1.0")
	return all
}

// writeTo writes the field, folded at its spaces.
func (f field) writeTo(w io.Writer) error {
	var b strings.Builder
	b.WriteString(f.name + ":")
	column := b.Len()
	for _, word := range strings.Fields(f.value) {
		if column+1+len(word) > lineLength && column > len(f.name)+1 {
			b.WriteString("\r\n")
			column = 0
		}
		b.WriteString(" " + word)
		column += 1 + len(word)
	}
	b.WriteString("\r\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// text encodes a value for readers (RFC 2047). What is plain ASCII stays as it is, unless it looks like an
// encoded word, which a reader would decode, or has a word too long for a line.
func text(s string) string {
	s = oneLine(s)
	if plain(s) {
		return s
	}
	return encodedWords(s)
}

func plain(s string) bool {
	return printableASCII(s) && !strings.Contains(s, "=?") && longestWord(s) <= wordLength
}

func encodedWords(s string) string {
	var words []string
	for s != "" {
		n := 0
		for n < len(s) {
			_, size := utf8.DecodeRuneInString(s[n:])
			if n+size > 45 { // 45 octets make 60 of base64 and 72 with the brackets
				break
			}
			n += size
		}
		words = append(words, "=?utf-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?=")
		s = s[n:]
	}
	return strings.Join(words, " ")
}

// oneLine joins the words of a value, and so keeps it from starting a header of its own.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), isControlOrSpace), " ")
}

// isControlOrSpace are the characters that separate words.
func isControlOrSpace(r rune) bool { return r <= ' ' || r == 0x7f }

func longestWord(s string) int {
	longest := 0
	for _, word := range strings.Fields(s) {
		longest = max(longest, len(word))
	}
	return longest
}

func addresses(list ...mail.Address) string {
	written := make([]string, len(list))
	for i, a := range list {
		bare := mail.Address{Address: asciiDomain(a.Address)}
		written[i] = strings.TrimSpace(phrase(a.Name) + " " + bare.String())
	}
	return strings.Join(written, ", ")
}

// phrase writes a display name. net/mail would write some in a form that it then cannot read: RFC 2047 §5
// allows an encoded word in a phrase fewer characters than elsewhere. Base64 keeps to them.
func phrase(name string) string {
	name = oneLine(name)
	if runes := []rune(name); len(runes) > nameLength {
		name = string(runes[:nameLength])
	}
	if plain(name) && name != "" {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	}
	return encodedWords(name)
}

// messageID writes an id in angle brackets, or nothing where it cannot be one.
func messageID(id string) string {
	id = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(id), "<"), ">")
	if id == "" || len(id) > wordLength || token(id) != id || strings.ContainsAny(id, "<>") {
		return ""
	}
	return fmt.Sprintf("<%s>", id)
}

// references keeps the root of the thread and its newest ids: clients thread by both ends, and some cut
// or refuse a longer list.
func references(ids []string) string {
	var kept []string
	for _, id := range ids {
		if id = messageID(id); id != "" {
			kept = append(kept, id)
		}
	}
	if len(kept) > maxReferences {
		kept = append(kept[:1:1], kept[len(kept)-maxReferences+1:]...)
	}
	return strings.Join(kept, " ")
}

// token drops what cannot stand in a value without spaces.
func token(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
}

func printableASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}
