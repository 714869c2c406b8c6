package config

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Rollback makes what a revision and those after it changed what it was before; 0 is the newest. What they did not
// touch stays as it is. It is a revision of its own, so that it can be rolled back in turn. Options.Prune is not looked
// at.
func (s *Service) Rollback(ctx context.Context, revision int64, o Options) (Applied, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Applied{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Applied, error) {
		undone, err := undoing(ctx, tx, revision)
		if err != nil {
			return Applied{}, err
		}
		oldest := undone[len(undone)-1]
		w, err := s.backTo(oldest, undone)
		if err != nil {
			return Applied{}, err
		}
		o.Source = fmt.Sprintf("rollback of %d", oldest.ID)
		return s.applyIn(ctx, tx, w, o, func(a *attempt) error { return a.remanage(ctx) })
	})
}

// undoing lists the revisions to undo, the newest first.
func undoing(ctx context.Context, q db.Querier, revision int64) ([]Revision, error) {
	if revision == 0 {
		last, err := listRevisions(ctx, q, 1)
		if err == nil && len(last) == 0 {
			err = fault.New(fault.NotFound, "No files were ever applied to this desk, so there is nothing to roll back")
		}
		return last, err
	}
	all, err := revisionsFrom(ctx, q, revision)
	if err == nil && (len(all) == 0 || all[len(all)-1].ID != revision) {
		err = fault.New(fault.NotFound, "There is no revision %d of the configuration. The page Settings, Configuration lists them", revision)
	}
	return all, err
}

// backTo wishes for what was before the oldest of some revisions.
func (s *Service) backTo(oldest Revision, undone []Revision) (wish, error) {
	w := wish{part: true, folders: map[string]bool{}, places: map[string]int{}}
	for _, t := range traced(undone) {
		k, ok := s.kindIn(t.folder)
		if !ok {
			return w, fault.New(fault.Invalid, "Revision %d changed %s, which this version of Daywatch does not know", oldest.ID, t.folder)
		}
		if !w.folders[t.folder] && k.ordered() {
			w.remember(k, oldest)
		}
		w.folders[t.folder] = true
		if t.origin == "" {
			w.drops = append(w.drops, object{kind: k, name: t.name})
			continue
		}
		o, problems := restored(k, t, oldest)
		w.problems = append(w.problems, problems...)
		if len(problems) == 0 {
			w.objects = append(w.objects, o)
		}
	}
	return w, nil
}

// remember keeps the places that the objects of a kind had before a revision, of those too that nobody changed.
func (w *wish) remember(k kind, r Revision) {
	for name := range r.before[k.folder()] {
		if o, problems := restored(k, trace{k.folder(), name, name}, r); len(problems) == 0 {
			w.places[o.key()] = o.position
		}
	}
}

// restored reads an object as it was before a revision.
func restored(k kind, t trace, r Revision) (object, Problems) {
	d := &decoder{file: fmt.Sprintf("as before revision %d", r.ID), lines: map[string]int{}}
	o := object{}
	if n := d.parse([]byte(r.before[t.folder][t.origin])); n != nil {
		o = k.decode(d, n)
	}
	if t.name != "" && t.name != t.origin {
		o.previous = t.name
	}
	return o, d.problems
}

// trace is an object that revisions changed: its name now, and its name before all of them.
type trace struct{ folder, name, origin string }

// traced follows objects back through revisions, the newest first.
func traced(undone []Revision) []trace {
	var all []trace
	for _, r := range undone {
		for _, c := range r.Changes {
			at := -1
			for i, t := range all {
				back := c.Action == Delete && t.origin == "" && t.name == c.Name // deleted, and made anew later
				if t.folder == c.Folder && (back || t.origin == c.Name && c.Action != Delete) {
					at = i
				}
			}
			if at < 0 {
				t := trace{c.Folder, c.Name, c.Name}
				if c.Action == Delete {
					t.name = ""
				}
				all, at = append(all, t), len(all)
			}
			switch c.Action {
			case Delete:
				all[at].origin = c.Name
			case Create:
				all[at].origin = ""
			case Rename:
				all[at].origin = c.Was
			}
		}
	}
	return all
}

// remanage keeps managed objects managed after a rollback: as they are now, or not at all where they are gone.
func (a *attempt) remanage(ctx context.Context) error {
	known, err := a.carried(ctx)
	if err != nil {
		return err
	}
	now, err := a.state(ctx)
	if err != nil {
		return err
	}
	for _, m := range known {
		if !a.folders[m.folder] {
			continue
		}
		is := now.find(m.folder, m.name)
		switch {
		case is == nil:
			err = deleteManaged(ctx, a.tx, m.folder, m.name)
		case is.text != m.body:
			m.body = is.text
			err = putManaged(ctx, a.tx, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// carried lists what is managed, under the names that a rename gave back.
func (a *attempt) carried(ctx context.Context) ([]managed, error) {
	known, err := listManaged(ctx, a.tx)
	for i, m := range known {
		for _, o := range a.objects {
			if o.previous == "" || keyFor(o.kind.folder(), o.previous) != keyFor(m.folder, m.name) {
				continue
			}
			if err := deleteManaged(ctx, a.tx, m.folder, m.name); err != nil {
				return nil, err
			}
			known[i].name, known[i].body = o.name, ""
		}
	}
	return known, err
}
