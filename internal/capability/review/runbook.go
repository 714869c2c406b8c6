package review

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Runbook is what those who cover an account need to know, in one of its versions.
type Runbook struct {
	OrganizationID int64
	Version        int64  // from 1; 0: there is none yet
	Body           string // Markdown
	Note           string // what changed
	By             int64
	At             time.Time
}

// SaveRunbook writes a new version on top of the one that its writer has read. Where somebody else wrote meanwhile it is
// fault.Conflict: both texts are kept, theirs as the newest version, the writer's in the form.
func (s *Service) SaveRunbook(ctx context.Context, r Runbook) (Runbook, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return r, err
	}
	r.Body, r.Note = strings.TrimSpace(r.Body), oneLine(r.Note)
	switch {
	case r.Body == "" || tooLong(r.Body):
		return r, fault.Field("body", "Write what those who cover need to know, up to %d characters", mostText)
	case len([]rune(r.Note)) > 200:
		return r, fault.Field("note", "Say in up to 200 characters what changed")
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Runbook, error) {
		if err := lockAccount(ctx, tx, r.OrganizationID); err != nil {
			return r, err
		}
		last, err := runbookOf(ctx, tx, r.OrganizationID, 0)
		if err != nil {
			return r, err
		}
		if last.Version != r.Version {
			return r, fault.Field("body",
				"Somebody wrote version %d while you were writing. Your text is still here: compare the two, and save again", last.Version)
		}
		if last.Body == r.Body {
			return last, nil
		}
		actor, _ := access.From(ctx)
		r.Version, r.By, r.At = last.Version+1, actor.UserID, tx.Now()
		if err := insertRunbook(ctx, tx, r); err != nil {
			return r, err
		}
		return r, s.Log.Append(ctx, tx, event.Subject{Type: "organization", ID: r.OrganizationID},
			Kept{What: "runbook", Organization: r.OrganizationID, Version: r.Version})
	})
}

// Runbook gives a version of an account's runbook, the newest for 0; its version is 0 where there is none.
func (s *Service) Runbook(ctx context.Context, organization, version int64) (Runbook, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Runbook{}, err
	}
	return runbookOf(ctx, s.DB.Read(), organization, version)
}

// RunbookVersions lists the versions of a runbook without their texts, the newest first.
func (s *Service) RunbookVersions(ctx context.Context, organization int64) ([]Runbook, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return runbookVersions(ctx, s.DB.Read(), organization)
}
