package clearance

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Look is a page that is about to be shown.
type Look struct {
	Kind   Kind
	Record string
	How    string // the pattern of its address
	Words  string // what was searched for; kept as a keyed digest only
}

// Looked writes a look into the log before it is answered. An error means that the page must not be shown. On a desk that
// is not restricted it does nothing.
func (s *Service) Looked(ctx context.Context, l Look) error {
	if !s.Restricted {
		return nil
	}
	actor, _ := access.From(ctx) // nobody is written as nobody
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		h, err := takeHead(ctx, tx)
		if err != nil {
			return err
		}
		v := View{Seq: h.Seq + 1, At: tx.Now(), PersonID: actor.UserID, Via: actor.Via, Kind: l.Kind, Record: l.Record, How: l.How,
			Asked: keyed(s.Key, l.Words), Prev: h.Digest}
		v.Digest = v.digest(s.Key)
		return appendView(ctx, tx, v)
	})
}

// ViewFilter chooses views. Its zero value is all.
type ViewFilter struct {
	PersonID int64 // 0: everybody
	Kind     Kind
	Record   string
	Words    string // views that searched for exactly these words are found by their digest
	Before   int64  // older than this number; 0: from the newest
	Limit    int    // 0: 100

	asked string // the digest of Words
}

// Views lists views, the newest first.
func (s *Service) Views(ctx context.Context, f ViewFilter) ([]View, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return nil, err
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	f.asked = keyed(s.Key, f.Words)
	return listViews(ctx, s.DB.Read(), f)
}

// EachView gives all views that a filter chooses to visit, the oldest first, without holding them all.
func (s *Service) EachView(ctx context.Context, f ViewFilter, visit func(View) error) error {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return err
	}
	f.asked = keyed(s.Key, f.Words)
	return walk(ctx, s.DB.Read(), func(v View) error {
		if f.PersonID != 0 && v.PersonID != f.PersonID || f.Kind != "" && v.Kind != f.Kind || f.Record != "" && v.Record != f.Record ||
			f.asked != "" && v.Asked != f.asked {
			return nil
		}
		return visit(v)
	})
}

// walk goes through the log from its beginning, in pieces.
func walk(ctx context.Context, q db.Querier, visit func(View) error) error {
	for after := int64(0); ; {
		views, err := viewsAfter(ctx, q, after, 1000)
		if err != nil || len(views) == 0 {
			return err
		}
		for _, v := range views {
			if err := visit(v); err != nil {
				return err
			}
		}
		after = views[len(views)-1].Seq
	}
}
