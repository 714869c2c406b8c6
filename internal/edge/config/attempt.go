package config

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// wish is what a desk is to become.
type wish struct {
	objects  []object
	drops    []object // to be deleted, whatever the files say
	folders  map[string]bool
	problems Problems
	uses     []use
	prune    bool
	part     bool           // the wish speaks of some objects only, so that nothing is missing in it
	places   map[string]int // of objects that nothing is wished of, by key; without one they stay where they are
}

// attempt is one change of a desk inside a transaction. A plan is an attempt that is rolled back: so it says exactly
// what applying would do, and the desk's own rules find what is wrong with it.
type attempt struct {
	*session
	wish
	before  state
	wanted  map[string]object // by key
	renamed map[string]string // keys as they were, by the key as it is
}

// run makes the desk what is wished for, and gives what changed by that.
func (a *attempt) run(ctx context.Context) (Plan, error) {
	a.surround(a.objects)
	a.surround(a.drops)
	var err error
	if a.before, err = a.state(ctx); err != nil {
		return Plan{}, err
	}
	a.index()
	if err := a.checkUses(ctx); err != nil {
		return Plan{}, err
	}
	for _, k := range a.kinds {
		if err := a.applyKind(ctx, k); err != nil {
			return Plan{}, err
		}
	}
	if err := a.dropAll(ctx); err != nil {
		return Plan{}, err
	}
	if err := a.verify(ctx); err != nil {
		return Plan{}, err
	}
	if err := a.problems.fault(); err != nil {
		return Plan{}, err
	}
	return a.plan(ctx)
}

// state reads the whole configuration.
func (s *session) state(ctx context.Context) (state, error) {
	out := state{}
	for _, k := range s.kinds {
		list, err := k.read(ctx, s)
		if err != nil {
			return nil, err
		}
		out[k.folder()] = list
	}
	return out, nil
}

// find gives an object of the state by its name; nil when there is none.
func (st state) find(folder, name string) *object {
	key := keyFor(folder, name)
	if i := slices.IndexFunc(st[folder], func(o object) bool { return o.key() == key }); i >= 0 {
		return &st[folder][i]
	}
	return nil
}

// index finds what each object of the files was.
func (a *attempt) index() {
	a.wanted, a.renamed = map[string]object{}, map[string]string{}
	for _, o := range a.objects {
		a.wanted[o.key()] = o
	}
	for _, o := range a.objects {
		old := keyFor(o.kind.folder(), o.previous)
		_, taken := a.wanted[old]
		if o.previous != "" && !taken && a.before.find(o.kind.folder(), o.name) == nil && a.before.find(o.kind.folder(), o.previous) != nil {
			a.renamed[o.key()] = old
		}
	}
}

// was is the desk's object that a file is about; nil for a new one.
func (a *attempt) was(o object) *object {
	if _, ok := a.renamed[o.key()]; ok {
		return a.before.find(o.kind.folder(), o.previous)
	}
	return a.before.find(o.kind.folder(), o.name)
}

// applyKind saves the objects of a kind. One that names another which is not there yet waits for it.
func (a *attempt) applyKind(ctx context.Context, k kind) error {
	var queue []object
	for _, o := range a.objects {
		if was := a.was(o); o.kind == k && !o.broken && (was == nil || was.bare != o.bare) {
			queue = append(queue, o)
		}
	}
	for progress := true; progress && len(queue) > 0; {
		var later []object
		for _, o := range queue {
			waits, err := a.apply(ctx, o)
			if err != nil {
				return err
			}
			if waits {
				later = append(later, o)
			}
		}
		progress, queue = len(later) < len(queue), later
	}
	for _, o := range queue {
		a.stuck(o)
	}
	return a.arrangeKind(ctx, k)
}

// apply saves one object; waits says that it names something that is not there.
func (a *attempt) apply(ctx context.Context, o object) (waits bool, err error) {
	err = try(ctx, a.tx, func() error { return o.kind.save(ctx, a.session, a.was(o), o) })
	a.names = newNames()
	var m *missing
	switch {
	case err == nil:
		return false, nil
	case errors.As(err, &m):
		return true, nil
	}
	return false, a.refused(o, err)
}

// refused makes what the desk's own rules say a problem of the file; faults of the desk stay errors.
func (a *attempt) refused(o object, err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.NotFound, fault.TooLarge:
		sentence, field := fault.Public(err)
		p := o.problem(o.kind.at(field), strings.TrimSuffix(sentence, "."), "")
		if p.File == "" {
			p.File = o.kind.folder() + "/" + o.name
		}
		a.problems = append(a.problems, p)
		return nil
	}
	return err
}

// stuck tells of an object that waited in vain, unless what it waits for has a problem of its own.
func (a *attempt) stuck(o object) {
	if len(a.problems) == 0 {
		a.problems = append(a.problems, o.problem("", "it names an object that names it in turn, so neither can come first", "a chain with a beginning"))
	}
}

// arrangeKind puts the objects of a kind into the order of their positions. What has none stays behind the others, what
// the files do not have where it is.
func (a *attempt) arrangeKind(ctx context.Context, k kind) error {
	if !k.ordered() || len(a.problems) > 0 || !a.folders[k.folder()] {
		return nil
	}
	now, err := k.read(ctx, a.session)
	if err != nil {
		return err
	}
	place := func(o object) (int, int) {
		if w, ok := a.wanted[o.key()]; ok {
			return cmp.Or(w.position, 1<<40), 0
		}
		if at, ok := a.places[o.key()]; ok {
			return at, 1
		}
		if before := a.before.find(k.folder(), o.name); before != nil {
			return before.position, 1
		}
		return 1 << 40, 1
	}
	order := slices.SortedStableFunc(slices.Values(now), func(x, y object) int {
		xp, xi := place(x)
		yp, yi := place(y)
		return cmp.Or(cmp.Compare(xp, yp), cmp.Compare(xi, yi))
	})
	if slices.EqualFunc(order, now, func(x, y object) bool { return x.key() == y.key() }) {
		return nil
	}
	return k.arrange(ctx, a.session, order)
}

// dropAll deletes what is to go, in the reverse order of the kinds: what names others goes before them.
func (a *attempt) dropAll(ctx context.Context) error {
	if len(a.problems) > 0 {
		return nil
	}
	for _, k := range slices.Backward(a.kinds) {
		for _, o := range a.toDrop(k) {
			if err := try(ctx, a.tx, func() error { return k.drop(ctx, a.session, o) }); err != nil {
				if err := a.refused(o, err); err != nil {
					return err
				}
			}
			a.names = newNames()
		}
	}
	return nil
}

// toDrop lists what is to go of a kind.
func (a *attempt) toDrop(k kind) []object {
	var out []object
	for _, o := range a.drops {
		if was := a.before.find(k.folder(), o.name); o.kind == k && was != nil {
			out = append(out, *was)
		}
	}
	if a.prune {
		out = append(out, a.extra(k)...)
	}
	return out
}

// extra lists what the desk has of a kind and the files do not, where they have a folder for it.
func (a *attempt) extra(k kind) []object {
	var out []object
	if !a.folders[k.folder()] {
		return nil
	}
	old := map[string]bool{}
	for _, was := range a.renamed {
		old[was] = true
	}
	for _, o := range a.before[k.folder()] {
		if _, ok := a.wanted[o.key()]; !ok && !old[o.key()] && !o.idle {
			out = append(out, o)
		}
	}
	return out
}

// verify lets each kind look at what came of it, when nothing else is wrong.
func (a *attempt) verify(ctx context.Context) error {
	for _, k := range a.kinds {
		if len(a.problems) > 0 {
			return nil
		}
		found, err := k.verify(ctx, a.session, func(name string) (object, bool) {
			o, ok := a.wanted[keyFor(k.folder(), name)]
			return o, ok
		})
		if err != nil {
			return err
		}
		a.problems = append(a.problems, found...)
	}
	return nil
}

// plan tells what the attempt did.
func (a *attempt) plan(ctx context.Context) (Plan, error) {
	after, err := a.state(ctx)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Objects: len(a.objects), Changes: compare(a.kinds, a.before, after, a.wanted, a.before.levels())}
	if a.prune || a.part {
		return p, nil
	}
	for _, k := range a.kinds {
		for _, o := range a.extra(k) {
			p.Missing = append(p.Missing, Missing{Kind: k.word(), Folder: k.folder(), Name: o.name})
		}
	}
	return p, nil
}
