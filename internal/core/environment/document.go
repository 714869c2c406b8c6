package environment

import (
	"context"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Document is a file about an environment, such as a drawing of its topology. Editions of one name follow one another.
type Document struct {
	ID            int64
	EnvironmentID int64
	Name          string
	Edition       int // 1 is the first
	ContentType   string
	Size          int64 // bytes
	By            int64
	At            time.Time
	hash          string
}

// Documents lists the files of an environment by name, the newest edition of each first.
func (s *Service) Documents(ctx context.Context, id int64) ([]Document, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return documentsOf(ctx, s.DB.Read(), id)
}

// AddDocument keeps a file. One of a name that is there already is its next edition, and the same bytes as the last one are
// none. One that is too large is fault.TooLarge on "file".
func (s *Service) AddDocument(ctx context.Context, id int64, name, contentType string, r io.Reader) (Document, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return Document{}, err
	}
	return s.addDocument(ctx, id, name, contentType, r)
}

// addDocument stores the bytes and then the document, if the desk takes such a file.
func (s *Service) addDocument(ctx context.Context, id int64, name, contentType string, r io.Reader) (Document, error) {
	rules, err := Rules.Get(ctx, s.DB.Read())
	if err != nil {
		return Document{}, err
	}
	most := int64(rules.DocumentMB) << 20
	ref, err := s.Blobs.Put(ctx, &bounded{from: r, left: most})
	if err != nil {
		return Document{}, err
	}
	if ref.Size == 0 {
		return Document{}, fault.Field("file", "This file is empty. Choose another")
	}
	d := Document{EnvironmentID: id, Name: cleanName(name), ContentType: contentType, Size: ref.Size, By: actor(ctx), hash: ref.Hash}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Document, error) {
		if s.Refuse != nil {
			if err := s.Refuse(ctx, tx, d.Name, contentType, d.hash); err != nil {
				return d, err
			}
		}
		e, err := lockEnvironment(ctx, tx, id)
		if err != nil {
			return d, err
		}
		if d.Edition, err = lastEdition(ctx, tx, id, d.Name); err != nil {
			return d, err
		}
		d.Edition, d.At = d.Edition+1, tx.Now()
		if d.ID, err = insertDocument(ctx, tx, d); err != nil {
			return d, err
		}
		return d, s.Log.Append(ctx, tx, subject(e.OrganizationID), Documented{Environment: id, Document: d.ID})
	})
}

// OpenDocument gives a file with its bytes, which the caller closes.
func (s *Service) OpenDocument(ctx context.Context, id int64) (Document, blob.Reader, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Document{}, nil, err
	}
	d, err := findDocument(ctx, s.DB.Read(), id)
	if err != nil {
		return d, nil, err
	}
	r, err := s.Blobs.Open(ctx, d.hash)
	return d, r, err
}

// RemoveDocument takes one edition away, for good: it may hold what should not be kept.
func (s *Service) RemoveDocument(ctx context.Context, id int64) (Document, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return Document{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Document, error) {
		d, err := findDocument(ctx, tx, id)
		if err != nil {
			return d, err
		}
		e, err := lockEnvironment(ctx, tx, d.EnvironmentID)
		if err != nil {
			return d, err
		}
		if err := deleteDocument(ctx, tx, id); err != nil {
			return d, err
		}
		return d, s.Log.Append(ctx, tx, subject(e.OrganizationID), Documented{Environment: e.ID, Document: id, Removed: true})
	})
}

// bounded reads up to so many bytes, and fails beyond, so that a file is never cut off.
type bounded struct {
	from io.Reader
	left int64
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, &fault.Error{Kind: fault.TooLarge, Field: "file",
			Public: "This file is larger than the desk takes. Make it smaller, or keep it elsewhere and name the place in the notes"}
	}
	return n, err
}

const longestFileName = 120

// cleanName makes a name of a file harmless to show and to save.
func cleanName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, name)
	name = strings.TrimLeft(strings.TrimSpace(name), ".")
	if r := []rune(name); len(r) > longestFileName {
		name = string(r[:longestFileName])
	}
	if name == "" {
		return "document"
	}
	return name
}
