package config

import (
	"context"
	"os"
	"path/filepath"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Follow brings the files of a folder after a change of the desk that did not come from them, such as a rollback: those
// of what the plan changed, and no others.
func (s *Service) Follow(ctx context.Context, dir string, p Plan) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	var now state
	err := s.DB.Snapshot(ctx, func(q db.Querier) (err error) {
		look := s.reading(q)
		for _, c := range p.Changes {
			if c.Folder == "organizations" {
				look.circle.names = append(look.circle.names, c.Name)
			}
		}
		now, err = look.state(ctx)
		return err
	})
	if err != nil {
		return err
	}
	x, err := s.exporter(dir)
	if err != nil {
		return err
	}
	for _, c := range p.Changes {
		o := now.find(c.Folder, c.Name)
		switch file := x.known[keyFor(c.Folder, c.Name)]; {
		case o != nil:
			err = x.object(*o)
		case file != nil:
			err = os.Remove(filepath.Join(dir, filepath.FromSlash(file.file)))
		}
		if err != nil {
			return fault.Wrap(fault.Unavailable, err, "The desk was changed, but the file of %s “%s” does not follow", c.Kind, c.Name)
		}
	}
	return nil
}
