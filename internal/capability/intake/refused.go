package intake

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// leaveOut takes from a mail what this desk does not take, and notes what that was. The mail itself is kept whole in the log:
// whoever must can still read it there.
func (s *Service) leaveOut(ctx context.Context, tx *db.Tx, m *letter) error {
	r, err := s.Tickets.Refuses(ctx, tx)
	if err != nil {
		return err
	}
	m.alone, m.leftOut = r.CCs, nil // a transaction may run twice
	if !r.Pictures {
		return nil
	}
	var kept []ticket.NewAttachment
	var out []string
	for _, f := range m.files {
		shows, err := s.Tickets.IsPicture(ctx, f.ContentType, f.Hash)
		if err != nil {
			return err
		}
		if shows {
			out = append(out, ticket.CleanName(f.Name))
		} else {
			kept = append(kept, f)
		}
	}
	m.files = kept
	if len(out) > 0 {
		m.leftOut = append(m.leftOut,
			fmt.Sprintf("This desk takes no pictures, so these were left out of the ticket: %s. Ask for the text instead.", strings.Join(out, ", ")))
	}
	return nil
}

// nobodyElse notes who is not copied in, on a desk that takes no CCs.
func (m *letter) nobodyElse(addresses []string) {
	if len(addresses) > 0 {
		m.leftOut = append(m.leftOut,
			fmt.Sprintf("This desk copies nobody in, so these get no answer: %s. Colleagues see the ticket where their organization shares tickets.", strings.Join(addresses, ", ")))
	}
}
