package incident

import (
	"strings"

	"github.com/daywatch/daywatch/internal/platform/boundary"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// unsealed refuses words for the status page that lead to a record of a restricted desk: its readers must not learn even
// that it is there (domain/us-government.md).
func (s *Service) unsealed(field, text string) error {
	if links := boundary.LinksTo(text, s.Sealed); len(links) > 0 {
		return fault.Field(field, "This leads to a record of a restricted desk, and customers must not learn even that it is there: %s. Take the link out",
			strings.Join(links, ", "))
	}
	return nil
}
