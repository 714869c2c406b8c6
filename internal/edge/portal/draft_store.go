package portal

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// draft is what a customer wrote for a new ticket and has not sent.
type draft struct {
	*web.Form
	At time.Time // zero: there is none
}

// saveDraft keeps the customer's form, in place of an earlier one.
func (p *Portal) saveDraft(ctx context.Context, f *web.Form) error {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return err
	}
	who, _ := access.From(ctx)
	fields, err := json.Marshal(f.Values)
	if err != nil {
		return err
	}
	return p.DB.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO portal_drafts (user_id, fields, updated_at) VALUES ($1, $2, $3)
			ON CONFLICT (user_id) DO UPDATE SET fields = excluded.fields, updated_at = excluded.updated_at`, who.UserID, db.Text(string(fields)), tx.Now())
		return err
	})
}

// findDraft gives the customer's draft; an empty form where there is none.
func (p *Portal) findDraft(ctx context.Context) (draft, error) {
	d := draft{Form: web.NewForm()}
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return d, err
	}
	who, _ := access.From(ctx)
	var fields []byte
	err := p.DB.Read().QueryRow(ctx, "SELECT fields, updated_at FROM portal_drafts WHERE user_id = $1", who.UserID).Scan(&fields, db.Time(&d.At))
	if db.IsNoRows(err) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	values := url.Values{}
	if err := json.Unmarshal(fields, &values); err != nil {
		return d, err
	}
	d.Values = values
	return d, nil
}

// forgetDraft ends the customer's draft.
func (p *Portal) forgetDraft(ctx context.Context) error {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return err
	}
	who, _ := access.From(ctx)
	return p.DB.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM portal_drafts WHERE user_id = $1", who.UserID)
		return err
	})
}
