package ticket

import (
	"context"
	"io"
	"strings"
	"unicode"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// NewAttachment is a file whose bytes are in the blob store already.
type NewAttachment struct {
	Name        string
	ContentType string
	Size        int64
	Hash        string
	ContentID   string
	Inline      bool
}

// Upload stores a file that the principal means to send; it belongs to nobody else until it is on a comment.
// The bytes are streamed.
func (s *Service) Upload(ctx context.Context, name, contentType string, r io.Reader) (Attachment, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return Attachment{}, err
	}
	ref, err := s.blobs.Put(ctx, r)
	if err != nil {
		return Attachment{}, err
	}
	actor, _ := access.From(ctx)
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Attachment, error) {
		if err := s.RefusePicture(ctx, tx, name, contentType, ref.Hash); err != nil {
			return Attachment{}, err
		}
		return insertAttachment(ctx, tx, &Comment{AuthorID: actor.UserID}, NewAttachment{
			Name: CleanName(name), ContentType: contentType, Size: ref.Size, Hash: ref.Hash,
			Inline: strings.HasPrefix(contentType, "image/"),
		})
	})
}

// OpenAttachment gives a file and its bytes to someone who may see its ticket, or who uploaded it.
func (s *Service) OpenAttachment(ctx context.Context, id int64) (Attachment, blob.Reader, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Attachment{}, nil, err
	}
	a, err := findAttachment(ctx, s.db.Read(), id)
	if err != nil {
		return a, nil, err
	}
	actor, _ := access.From(ctx)
	if a.CommentID == 0 && a.OwnerID != actor.UserID {
		return a, nil, fault.New(fault.NotFound, "There is no attachment %d", id)
	}
	r, err := s.openFile(ctx, a)
	return a, r, err
}

// openFile opens the bytes of a file, unless they are gone.
func (s *Service) openFile(ctx context.Context, a Attachment) (blob.Reader, error) {
	if !a.ExpiredAt.IsZero() {
		return nil, fault.New(fault.NotFound, "“%s” was removed on %s: files of closed tickets go after a while on this desk. Ask for it again if it is needed",
			fault.Clip(a.Name, 80), a.ExpiredAt.UTC().Format("2 January 2006"))
	}
	return s.blobs.Open(ctx, a.Hash)
}

const longestFileName = 200

// CleanName makes a file name harmless to show and to save: no folders, no control or direction-changing
// characters, at most 200 letters.
func CleanName(name string) string {
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
		return "file"
	}
	return name
}
