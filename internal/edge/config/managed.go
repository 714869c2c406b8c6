package config

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// managed is an object that files keep, as it was last applied.
type managed struct {
	folder, name, file, body string
}

// manage keeps the objects of the files as managed by them, of the kinds that they have a folder for.
func (a *attempt) manage(ctx context.Context) error {
	known, err := listManaged(ctx, a.tx)
	if err != nil {
		return err
	}
	before := map[string]managed{}
	for _, m := range known {
		before[keyFor(m.folder, m.name)] = m
	}
	for _, k := range a.kinds {
		if !a.folders[k.folder()] {
			continue
		}
		now, err := k.read(ctx, a.session)
		if err != nil {
			return err
		}
		for _, o := range now {
			w, ok := a.wanted[o.key()]
			if !ok {
				continue
			}
			m := managed{k.folder(), o.name, w.file, o.text}
			if before[o.key()] != m {
				if err := putManaged(ctx, a.tx, m); err != nil {
					return err
				}
			}
			delete(before, o.key())
		}
	}
	for _, m := range before {
		if a.folders[m.folder] {
			if err := deleteManaged(ctx, a.tx, m.folder, m.name); err != nil {
				return err
			}
		}
	}
	return nil
}

// ManagedFile gives the file that keeps an object, by its folder (policies) and name; empty where none does. Anyone of
// the team may ask: pages say so.
func (s *Service) ManagedFile(ctx context.Context, folder, name string) (string, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return "", err
	}
	return findManaged(ctx, s.DB.Read(), folder, name)
}

// Drift is where a desk differs from the files that were last applied to it.
type Drift struct {
	Objects int // that files keep
	Changes []Change
}

// Drift tells what was changed in the desk since files were last applied.
func (s *Service) Drift(ctx context.Context) (d Drift, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return d, err
	}
	err = s.DB.Snapshot(ctx, func(q db.Querier) error {
		known, err := listManaged(ctx, q)
		if err != nil {
			return err
		}
		now, err := s.reading(q).state(ctx)
		if err != nil {
			return err
		}
		d.Objects = len(known)
		for _, m := range known {
			if c, ok := s.drifted(m, now); ok {
				d.Changes = append(d.Changes, c)
			}
		}
		return nil
	})
	return d, err
}

// drifted tells how an object became another than its file.
func (s *Service) drifted(m managed, now state) (Change, bool) {
	k, ok := s.kindIn(m.folder)
	if !ok {
		return Change{}, false
	}
	d := &decoder{file: m.file, lines: map[string]int{}}
	n := d.parse([]byte(m.body))
	if n == nil {
		return Change{}, false
	}
	was := k.decode(d, n)
	c := Change{Kind: k.word(), Folder: m.folder, Name: m.name, File: m.file, Action: Delete}
	is := now.find(m.folder, m.name)
	if is != nil {
		c.Action = Replace
		was.position = is.position
		c.Fields = pair{&was, is}.fields(nil)
	}
	c.Level = level(now.levels(), c)
	return c, is == nil || len(c.Fields) > 0
}

// KeptBy gives the file that keeps the object of a folder with a number; empty where none does. The caller has asked
// who may see the object.
func (s *Service) KeptBy(ctx context.Context, folder string, id int64) (file string, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return "", err
	}
	k, ok := s.kindIn(folder)
	if !ok {
		return "", nil
	}
	err = s.DB.Snapshot(ctx, func(q db.Querier) error {
		if any, err := anyManaged(ctx, q, folder); err != nil || !any {
			return err
		}
		all, err := k.read(access.AsSystem(ctx, "web"), s.reading(q))
		if err != nil {
			return err
		}
		for _, o := range all {
			if o.id == id {
				file, err = findManaged(ctx, q, folder, o.name)
			}
		}
		return err
	})
	return file, err
}
