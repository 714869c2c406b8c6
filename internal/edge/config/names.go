package config

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// names knows what numbers the desk has for names, and the reverse. It is read as it is asked, and again after a change.
type names struct {
	lists map[string][]named
}

type named struct {
	id   int64
	name string
}

func newNames() *names { return &names{lists: map[string][]named{}} }

// missing says that a name stands for nothing (yet).
type missing struct{ ref, name string }

func (m *missing) Error() string { return "there is no " + m.ref + " “" + m.name + "”" }

// id gives the number of what a name stands for; 0 for no name. Nothing of the name is *missing.
func (s *session) id(ctx context.Context, ref, name string) (int64, error) {
	if name == "" {
		return 0, nil
	}
	switch ref {
	case "user":
		u, err := s.People.ByAddress(ctx, s.q, name)
		return u.ID, gone(err, ref, name)
	case "organization":
		o, err := s.People.OrganizationNamed(ctx, s.q, name)
		return o.ID, gone(err, ref, name)
	}
	list, err := s.list(ctx, ref)
	if err != nil {
		return 0, err
	}
	for _, known := range list {
		if people.FoldName(known.name) == people.FoldName(name) {
			return known.id, nil
		}
	}
	return 0, &missing{ref, name}
}

func gone(err error, ref, name string) error {
	if fault.Is(err, fault.NotFound) {
		return &missing{ref, name}
	}
	return err
}

func (s *session) ids(ctx context.Context, ref string, list []string) ([]int64, error) {
	var out []int64
	for _, name := range list {
		id, err := s.id(ctx, ref, name)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// name gives the name of a number; empty for 0, and for what is gone.
func (s *session) name(ctx context.Context, ref string, id int64) (string, error) {
	switch {
	case id == 0:
		return "", nil
	case ref == "user":
		found, err := s.People.Named(ctx, s.q, id)
		return found[id].Email, err
	case ref == "organization":
		found, err := s.People.OrganizationsNamed(ctx, s.q, id)
		return found[id].Name, err
	}
	list, err := s.list(ctx, ref)
	i := slices.IndexFunc(list, func(n named) bool { return n.id == id })
	if err != nil || i < 0 {
		return "", err
	}
	return list[i].name, nil
}

func (s *session) list(ctx context.Context, ref string) ([]named, error) {
	if list, ok := s.names.lists[ref]; ok {
		return list, nil
	}
	list, err := s.readNames(ctx, ref)
	if err == nil {
		s.names.lists[ref] = list
	}
	return list, err
}

func (s *session) readNames(ctx context.Context, ref string) (list []named, err error) {
	switch ref {
	case "calendar":
		all, err := s.Calendars.All(ctx, s.q)
		for _, c := range all {
			list = append(list, named{c.ID, c.Title})
		}
		return list, err
	case "group":
		all, err := s.People.Groups(ctx, s.q)
		for _, g := range all {
			list = append(list, named{g.ID, g.Name})
		}
		return list, err
	case "staff":
		all, err := s.People.AllStaffIn(ctx, s.q)
		for _, u := range all {
			list = append(list, named{u.ID, u.Email})
		}
		return list, err
	case "qualification":
		all, err := s.OnCall.QualificationsIn(ctx, s.q)
		for _, q := range all {
			list = append(list, named{q.ID, q.Title})
		}
		return list, err
	case "schedule":
		all, err := s.OnCall.SchedulesIn(ctx, s.q)
		for _, o := range all {
			list = append(list, named{o.ID, o.Title})
		}
		return list, err
	case "form":
		all, err := s.Tickets.FormsIn(ctx, s.q)
		for _, f := range all {
			list = append(list, named{f.ID, f.Title})
		}
		return list, err
	}
	return s.readWords(ctx, ref)
}

// readWords lists what has a key of its own and no number.
func (s *session) readWords(ctx context.Context, ref string) (list []named, err error) {
	add := func(key string) { list = append(list, named{name: key}) }
	switch ref {
	case "region":
		all, err := people.Regions.Get(ctx, s.q)
		for _, r := range all {
			add(r.Key)
		}
		return list, err
	case "support_level", "tier":
		key := people.SupportLevels
		if ref == "tier" {
			key = people.SuccessTiers
		}
		all, err := key.Get(ctx, s.q)
		for _, l := range all {
			add(l.Key)
		}
		return list, err
	case "field":
		all, err := s.Tickets.FieldsIn(ctx, s.q)
		for _, f := range all {
			add(f.Key)
		}
		return list, err
	case "organization field":
		all, err := people.OrganizationFields.Get(ctx, s.q)
		for _, f := range all {
			add(f.Key)
		}
		return list, err
	}
	return nil, fault.New(fault.Internal, "nothing is known of the names of a %s", ref)
}

// toName and toID change the references of conditions and actions, whose values are texts.
func (s *session) toName(ctx context.Context) func(ref, value string) (string, error) {
	return func(ref, value string) (string, error) {
		id, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return value, nil
		}
		name, err := s.name(ctx, ref, id)
		if err == nil && name == "" { // never nothing, which would ask for something else
			name = fmt.Sprintf("deleted %s %d", ref, id)
		}
		return name, err
	}
}

func (s *session) toID(ctx context.Context) func(ref, value string) (string, error) {
	return func(ref, value string) (string, error) {
		id, err := s.id(ctx, ref, value)
		return strconv.FormatInt(id, 10), err
	}
}
