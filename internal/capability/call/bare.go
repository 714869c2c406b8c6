package call

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// bareTitle is what stands in a colleague's calendar of a call of a restricted desk.
const bareTitle = "Call of the restricted desk"

// forUs is the call as letters and calendars of our own people may tell it: those of a restricted desk learn when it is and
// where to read more, and nothing of the customer. Guests learn what they said themselves.
func (s *Service) forUs(c Call) Call {
	if !s.Restricted {
		return c
	}
	c.Title, c.About, c.Reason, c.Zone, c.Guests = bareTitle, "", "", "", nil
	return c
}

// ourEntry is the call for the calendar of one of us.
func (s *Service) ourEntry(ctx context.Context, q db.Querier, c Call, m ical.Method) (ical.Invitation, error) {
	return s.Entry(ctx, q, s.forUs(c), m)
}
