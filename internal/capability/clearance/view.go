package clearance

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
)

// View is one look at something: who, at what, when and how. It holds no word of what was seen.
type View struct {
	Seq      int64 // 1, 2, 3 without a gap
	At       time.Time
	PersonID int64  // 0: nobody was signed in
	Via      string // web, portal, api
	Kind     Kind
	Record   string // its number, or the key that stands in the address; empty: a list
	How      string // the pattern of the address: GET /tickets/{id}
	Asked    string // of a search: a keyed digest of the words, the same for the same words
	Prev     string // digest of the view before; empty for the first
	Digest   string // of all above
}

// Kind is what was looked at.
type Kind string

// The kinds.
const (
	Ticket       Kind = "ticket"
	Person       Kind = "person"
	Organization Kind = "organization"
	Attachment   Kind = "attachment"
	Mail         Kind = "mail"
	Search       Kind = "search"
	Export       Kind = "export"
	List         Kind = "list"  // several records: a queue, a board
	Other        Kind = "other" // any other page
)

// Kinds lists the kinds.
func Kinds() []Kind {
	return []Kind{Ticket, Person, Organization, Attachment, Mail, Search, Export, List, Other}
}

// digest is HMAC-SHA-256 over the view's canonical bytes: each value after its length, so that no two views have the same. The
// key is the desk's, which no database holds: who can only write rows cannot make the chain anew.
func (v View) digest(key []byte) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("view log entry\x00"))
	for _, field := range []string{number(v.Seq), number(v.At.UnixMicro()), number(v.PersonID), v.Via, string(v.Kind), v.Record, v.How, v.Asked, v.Prev} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(field))))
		h.Write([]byte(field))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func number(n int64) string { return string(binary.BigEndian.AppendUint64(nil, uint64(n))) }

// keyed is the digest of words that were searched for.
func keyed(key []byte, words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if words == "" {
		return ""
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte("view log search\x00" + words))
	return hex.EncodeToString(h.Sum(nil)[:16])
}
