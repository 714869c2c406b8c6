package calendar

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Draft gives a calendar as it would be, saved or not, ready to measure by. What is wrong with it is fault.Invalid,
// as for SaveIn, apart from its title.
func (s *Service) Draft(ctx context.Context, c Calendar) (*bizcal.Calendar, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	if !c.Union() {
		return bizcal.New(c.Spec)
	}
	members := make([]*bizcal.Calendar, len(c.Members))
	for i, id := range c.Members {
		var err error
		if members[i], _, err = s.Compiled(ctx, s.deps.DB.Read(), id); err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "There is no calendar with the number %d. Choose among those there are", id)
		}
	}
	return bizcal.Union(members...), nil
}
