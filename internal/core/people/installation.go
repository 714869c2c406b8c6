package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// SetInstallationIn writes where an organization's primary installation runs, and its version, and leaves all else as it is.
// An empty deployment says that there is none.
func (s *Service) SetInstallationIn(ctx context.Context, tx *db.Tx, id int64, deployment, version string) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	before, err := lockOrganization(ctx, tx, id)
	if err != nil {
		return err
	}
	after := before
	after.Deployment, after.Version = deployment, version
	_, err = s.changeOrganization(ctx, tx, before, after)
	return err
}
