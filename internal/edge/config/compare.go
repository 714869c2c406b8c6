package config

import (
	"slices"
)

// compare tells what became of a desk's objects. wanted are those of the files, to say which file asks for a change.
func compare(kinds []kind, before, after state, wanted map[string]object, table map[string]Level) []Change {
	var all []Change
	for _, k := range kinds {
		pairs := matched(before[k.folder()], after[k.folder()])
		moved := map[string]bool{}
		if k.ordered() {
			moved = strayed(pairs)
		}
		for _, p := range pairs {
			c, ok := p.change(k, moved)
			if !ok {
				continue
			}
			c.File = wanted[keyFor(k.folder(), c.Name)].file
			c.Level = level(table, c)
			all = append(all, c)
		}
	}
	return all
}

// state is a configuration: its objects by folder, each kind in its order.
type state map[string][]object

// pair is an object before and after; nil is none.
type pair struct{ before, after *object }

// matched pairs objects by their number, or by their name where they have none; those that are gone come last.
func matched(before, after []object) []pair {
	same := func(a, b object) bool {
		if a.id != 0 || b.id != 0 {
			return a.id == b.id
		}
		return a.key() == b.key()
	}
	var out []pair
	for i := range after {
		p := pair{after: &after[i]}
		if j := slices.IndexFunc(before, func(o object) bool { return same(o, after[i]) }); j >= 0 {
			p.before = &before[j]
		}
		out = append(out, p)
	}
	for i := range before {
		if !slices.ContainsFunc(after, func(o object) bool { return same(o, before[i]) }) {
			out = append(out, pair{before: &before[i]})
		}
	}
	return out
}

// strayed finds the objects that changed places, so that one that is put in front does not count as a change of all
// behind it: those outside a longest row that kept its order.
func strayed(pairs []pair) map[string]bool {
	var was, is []string
	for _, p := range pairs {
		if p.before != nil && p.after != nil {
			is = append(is, p.after.key())
			was = append(was, p.after.key())
		}
	}
	place := map[string]int{}
	for _, p := range pairs {
		if p.before != nil && p.after != nil {
			place[p.after.key()] = p.before.position
		}
	}
	slices.SortStableFunc(was, func(a, b string) int { return place[a] - place[b] })
	out := map[string]bool{}
	kept := common(was, is)
	for _, key := range is {
		out[key] = !slices.Contains(kept, key)
	}
	return out
}

func (p pair) change(k kind, moved map[string]bool) (Change, bool) {
	c := Change{Kind: k.word(), Folder: k.folder()}
	switch {
	case p.before == nil:
		c.Action, c.Name = Create, p.after.name
		c.Fields = differences("", nil, p.after.node)
	case p.after == nil:
		c.Action, c.Name = Delete, p.before.name
	case p.before.name != p.after.name:
		c.Action, c.Name, c.Was = Rename, p.after.name, p.before.name
		c.Fields = p.fields(moved)
	default:
		c.Action, c.Name = Replace, p.after.name
		c.Fields = p.fields(moved)
		return c, len(c.Fields) > 0
	}
	return c, true
}

// fields are the differences, without the place of what only others moved.
func (p pair) fields(moved map[string]bool) []FieldChange {
	all := differences("", p.before.node, p.after.node)
	return slices.DeleteFunc(all, func(f FieldChange) bool { return f.Field == "position" && !moved[p.after.key()] })
}
