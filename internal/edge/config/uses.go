package config

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
)

// standIns stand for somebody by their part in a ticket, where a name could stand.
var standIns = []string{"current_user", "requester_id", "assignee_id", "current_groups", "group_id", "all_agents", "requester_and_ccs"}

// checkUses finds names that stand for nothing: neither in the files nor in what stays of the desk.
func (a *attempt) checkUses(ctx context.Context) error {
	going := map[string]bool{}
	for _, k := range a.kinds {
		for _, o := range a.toDrop(k) {
			going[o.key()] = true
		}
	}
	same := a.unchanged()
	for _, u := range a.uses {
		if slices.Contains(standIns, u.name) || same[u.file] {
			continue
		}
		known, err := a.known(ctx, u.ref, going)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(known, func(name string) bool { return people.FoldName(name) == people.FoldName(u.name) }) {
			continue
		}
		if there, err := a.customer(ctx, u); there || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		a.problems = append(a.problems, u.problem(known))
	}
	return nil
}

// unchanged lists the files that say what the desk has: it may name what is gone by now, and an export of it can be
// planned all the same.
func (a *attempt) unchanged() map[string]bool {
	same := map[string]bool{}
	for _, o := range a.objects {
		was := a.was(o)
		same[o.file] = was != nil && was.bare == o.bare && !o.broken
	}
	return same
}

// refKinds are the kinds of objects behind the words of references.
var refKinds = map[string]string{"calendar": "calendars", "group": "groups", "staff": "people", "user": "people", "form": "forms",
	"region": "regions", "qualification": "qualifications", "schedule": "schedules", "field": "fields", "organization field": "organization_fields"}

// known lists the names that a reference may have.
func (a *attempt) known(ctx context.Context, ref string, going map[string]bool) ([]string, error) {
	folder, ok := refKinds[ref]
	if !ok {
		return a.knownWords(ctx, ref)
	}
	var names []string
	for _, o := range a.before[folder] {
		if !going[o.key()] && !a.renamedAway(o) {
			names = append(names, o.name)
		}
	}
	for _, o := range a.objects {
		same := func(name string) bool { return people.FoldName(name) == people.FoldName(o.name) }
		if o.kind.folder() == folder && o.name != "" && !slices.ContainsFunc(names, same) {
			names = append(names, o.name)
		}
	}
	slices.Sort(names)
	return names, nil
}

func (a *attempt) renamedAway(o object) bool {
	for _, old := range a.renamed {
		if old == o.key() {
			return true
		}
	}
	return false
}

// knownWords lists the keys of a setting, as the files have it or else the desk.
func (a *attempt) knownWords(ctx context.Context, ref string) ([]string, error) {
	setting := map[string]string{"support_level": people.SupportLevels.Name, "tier": people.SuccessTiers.Name}[ref]
	if setting == "" {
		return nil, nil
	}
	if o, ok := a.wanted[keyFor("settings", setting)]; ok && !o.broken {
		var keys []string
		for _, l := range o.body.(settingBody).value.([]people.Level) {
			keys = append(keys, l.Key)
		}
		return keys, nil
	}
	list, err := a.list(ctx, ref)
	keys := make([]string, len(list))
	for i, n := range list {
		keys[i] = n.name
	}
	return keys, err
}

// customer reports whether a name is that of somebody or some organization that is no configuration.
func (a *attempt) customer(ctx context.Context, u use) (bool, error) {
	if u.ref != "user" && u.ref != "organization" {
		return false, nil
	}
	if _, ok := a.wanted[keyFor("organizations", u.name)]; ok && u.ref == "organization" {
		return true, nil
	}
	_, err := a.id(ctx, u.ref, u.name)
	var m *missing
	if errors.As(err, &m) {
		return false, nil
	}
	return err == nil, err
}

// mostNamed is how many names a problem lists.
const mostNamed = 12

func (u use) problem(known []string) Problem {
	p := Problem{File: u.file, Line: u.line, Field: u.field, Found: "there is no " + refWord(u.ref) + " “" + clip(u.name) + "”" + meant(u.name, known)}
	switch {
	case u.ref == "organization":
		p.Allowed = "the name of an organization that the desk knows"
	case u.ref == "user" || u.ref == "staff":
		p.Allowed = "the address of a person that the desk knows"
	case len(known) == 0:
		p.Allowed = "nothing yet: make a " + refWord(u.ref) + " first"
	case len(known) > mostNamed:
		p.Allowed = strings.Join(known[:mostNamed], ", ") + " and others"
	default:
		p.Allowed = strings.Join(known, ", ")
	}
	return p
}

// refWord is what people call what a reference is to.
func refWord(ref string) string {
	switch ref {
	case "staff", "user":
		return "person"
	case "support_level", "tier":
		return map[string]string{"support_level": "support level", "tier": "success tier"}[ref]
	}
	return ref
}
