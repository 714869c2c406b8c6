package ticket

import (
	"context"
	"io"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// OwnUpload stores a file that the customer means to send. The bytes are streamed.
func (s *Service) OwnUpload(ctx context.Context, name, contentType string, r io.Reader) (Attachment, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Attachment{}, err
	}
	ref, err := s.blobs.Put(ctx, r)
	if err != nil {
		return Attachment{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Attachment, error) {
		if err := s.RefusePicture(ctx, tx, name, contentType, ref.Hash); err != nil {
			return Attachment{}, err
		}
		return insertAttachment(ctx, tx, &Comment{AuthorID: customerOf(ctx).id},
			NewAttachment{Name: CleanName(name), ContentType: contentType, Size: ref.Size, Hash: ref.Hash})
	})
}

// OwnUploads gives files by number, of those that the customer uploaded and has not sent yet; others are left out.
func (s *Service) OwnUploads(ctx context.Context, ids ...int64) ([]Attachment, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil || len(ids) == 0 {
		return nil, err
	}
	mine, err := attachmentsWhere(ctx, s.db.Read(), "owner_id = $1 AND comment_id IS NULL", customerOf(ctx).id)
	return slices.DeleteFunc(mine, func(a Attachment) bool { return !slices.Contains(ids, a.ID) }), err
}

// OwnFile gives a file of a public comment on a ticket of the customer's, or one that they uploaded, and its bytes.
func (s *Service) OwnFile(ctx context.Context, id int64) (Attachment, blob.Reader, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Attachment{}, nil, err
	}
	a, err := ownFile(ctx, s.db.Read(), customerOf(ctx), id)
	if err != nil {
		return a, nil, err
	}
	r, err := s.openFile(ctx, a)
	return a, r, err
}
