package environment

import (
	"context"
	"io"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ownDocuments lists the files that a customer may see: their own and, where their organization shares, their colleagues'.
// Ours stay inside.
func (s *Service) ownDocuments(ctx context.Context, q db.Querier, at seat, id int64) ([]Document, error) {
	all, err := documentsOf(ctx, q, id)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, d := range all {
		ids[i] = d.By
	}
	users, err := s.People.Named(ctx, q, ids...)
	return slices.DeleteFunc(all, func(d Document) bool {
		u := users[d.By]
		return d.By != at.id && (!at.org.SharesTickets || u.Role != access.EndUser || u.OrganizationID != at.org.ID)
	}), err
}

// OwnAddDocument keeps a file about an installation that the customer may see, as AddDocument does. What the desk takes of
// nobody is fault.Invalid on "file".
func (s *Service) OwnAddDocument(ctx context.Context, id int64, name, contentType string, r io.Reader) (Document, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Document{}, err
	}
	if _, err := s.OwnOne(ctx, id); err != nil { // before a byte is stored
		return Document{}, err
	}
	return s.addDocument(ctx, id, name, contentType, r)
}

// OwnOpenDocument gives a file of OwnOne with its bytes, which the caller closes.
func (s *Service) OwnOpenDocument(ctx context.Context, id int64) (Document, blob.Reader, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Document{}, nil, err
	}
	d, err := s.ownDocument(ctx, s.DB.Read(), id)
	if err != nil {
		return d, nil, err
	}
	r, err := s.Blobs.Open(ctx, d.hash)
	return d, r, err
}

// OwnRemoveDocument takes a file away that the customer themselves added, as RemoveDocument does.
func (s *Service) OwnRemoveDocument(ctx context.Context, id int64) (Document, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return Document{}, err
	}
	d, err := s.ownDocument(ctx, s.DB.Read(), id)
	if err != nil {
		return d, err
	}
	if d.By != actor(ctx) {
		return d, fault.New(fault.Forbidden, "A colleague added this file: only they take it away")
	}
	return s.RemoveDocument(asDesk(ctx), id)
}

// ownDocument is fault.NotFound for a file that the customer may not see, in the words for one that is not there.
func (s *Service) ownDocument(ctx context.Context, q db.Querier, id int64) (Document, error) {
	at, err := s.seatOf(ctx, q)
	if err != nil {
		return Document{}, err
	}
	d, err := findDocument(ctx, q, id)
	if err != nil {
		return d, err
	}
	if _, err := at.owned(findEnvironment(ctx, q, d.EnvironmentID)); err != nil {
		return Document{}, fault.Wrap(fault.NotFound, err, "There is no document %d", id)
	}
	mine, err := s.ownDocuments(ctx, q, at, d.EnvironmentID)
	if err == nil && !slices.ContainsFunc(mine, func(o Document) bool { return o.ID == id }) {
		err = fault.New(fault.NotFound, "There is no document %d", id)
	}
	return d, err
}
