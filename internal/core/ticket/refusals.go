package ticket

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Refusals are what a desk does not take. An ordinary one takes all of it; a restricted one has colleagues share an
// organization instead of copying each other in, and reads sanitised text (domain/us-government.md).
type Refusals struct {
	CCs      bool
	Pictures bool // and films of a screen
	// FileDays is after how many days without an update the files of a closed ticket go, where LifeRules do not say; 0 keeps them.
	FileDays int
	// Sealed are the host names of restricted desks: what leads there is refused in words to customers, and stands bare
	// everywhere else.
	Sealed []string
}

// AttachRefusals lends what the desk does not take; nil takes everything. It must not be called once the desk runs.
func (s *Service) AttachRefusals(of func(ctx context.Context, q db.Querier) (Refusals, error)) {
	s.refusals = of
}

// Refuses gives what the desk does not take, for pages that would offer it and for mail that brings it.
func (s *Service) Refuses(ctx context.Context, q db.Querier) (Refusals, error) {
	if s.refusals == nil {
		return Refusals{}, nil
	}
	return s.refusals(ctx, q)
}

// Offers is Refuses for pages.
func (s *Service) Offers(ctx context.Context) (Refusals, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Refusals{}, err
	}
	return s.Refuses(ctx, s.db.Read())
}

// refuseCCs keeps people from being copied in where the desk takes no CCs.
func (s *Service) refuseCCs(ctx context.Context, tx *db.Tx, ccs []int64) error {
	if len(ccs) == 0 {
		return nil
	}
	r, err := s.Refuses(ctx, tx)
	if err == nil && r.CCs {
		err = fault.Field("ccs",
			"This desk copies nobody in. Colleagues of the customer see the ticket where their organization shares tickets; ask for that instead")
	}
	return err
}

// RefusePicture looks at a file that is stored already, where the desk takes no pictures. What it says of itself is not believed.
func (s *Service) RefusePicture(ctx context.Context, q db.Querier, name, contentType, hash string) error {
	r, err := s.Refuses(ctx, q)
	if err != nil || !r.Pictures {
		return err
	}
	shows, err := s.IsPicture(ctx, contentType, hash)
	if err == nil && shows {
		err = fault.Field("file",
			"“%s” is a picture, and this desk takes none: a screenshot shows more than its sender sees. Paste the text, with names and addresses taken out", fault.Clip(name, 80))
	}
	return err
}

// IsPicture reports whether a stored file is a picture or a film, by its type or by its first bytes.
func (s *Service) IsPicture(ctx context.Context, contentType, hash string) (bool, error) {
	if pictured(contentType, nil) {
		return true, nil
	}
	body, err := s.blobs.Open(ctx, hash)
	if err != nil {
		return false, err
	}
	defer body.Close()
	head := make([]byte, pictureHead)
	n, err := io.ReadFull(body, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return pictured("", head[:n]), err
}

const pictureHead = 256

// pictureMarks are the first bytes of pictures and films (WHATWG MIME Sniffing §6.1, §6.2).
var pictureMarks = []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "BM", "II*\x00", "MM\x00*", "\x00\x00\x01\x00", "\x1aE\xdf\xa3"}

// pictured is pure: a type that says so, or a beginning that only pictures and films have.
func pictured(contentType string, head []byte) bool {
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(contentType)), "/")
	if kind == "image" || kind == "video" {
		return true
	}
	for _, mark := range pictureMarks {
		if mark == "BM" && !bitmap(head) {
			continue
		}
		if bytes.HasPrefix(head, []byte(mark)) {
			return true
		}
	}
	if len(head) >= 12 && (string(head[:4]) == "RIFF" && (string(head[8:12]) == "WEBP" || string(head[8:12]) == "AVI ") || string(head[4:8]) == "ftyp") {
		return true
	}
	text := strings.ToLower(strings.TrimLeft(string(head), "\ufeff \t\r\n"))
	return strings.HasPrefix(text, "<svg") || strings.HasPrefix(text, "<?xml") && strings.Contains(text, "<svg")
}

// bitmap tells a bitmap from a text that begins with the same two letters: its reserved words are zero.
func bitmap(head []byte) bool {
	return len(head) >= 10 && bytes.Equal(head[6:10], []byte{0, 0, 0, 0})
}
