package environment

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// InventoryBytes is the largest inventory that is read.
const InventoryBytes = 1 << 20

// Entry is one environment of an inventory, with the line of the file that it begins on.
type Entry struct {
	Line        int
	Environment Environment
	given       []string // the fields that the file names: others stay as they are
}

// Problem is something in an inventory that cannot be taken.
type Problem struct {
	Line int // 0: the file as a whole
	Text string
}

// String says where and what.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.Text
	}
	return fmt.Sprintf("Line %d: %s", p.Line, p.Text)
}

// inventoryFields are the keys of an inventory: the columns of CSV, the keys of YAML.
var inventoryFields = []string{"name", "kind", "deployment", "version", "architecture", "size", "users", "nodes", "primary", "topology", "notes"}

// ReadInventory reads an inventory by the ending of its name: .csv with a head line, or .yaml with a list under the key
// environments. It is pure. Every problem is told with its line; with problems there are no entries to take over.
func ReadInventory(name string, data []byte) ([]Entry, []Problem) {
	if len(data) > InventoryBytes {
		return nil, []Problem{{Text: fmt.Sprintf("The file is larger than the %d kilobytes that are read", InventoryBytes>>10)}}
	}
	var entries []Entry
	var problems []Problem
	switch strings.ToLower(path.Ext(name)) {
	case ".csv":
		entries, problems = readCSV(data)
	case ".yaml", ".yml":
		entries, problems = readYAML(data)
	default:
		return nil, []Problem{{Text: "“" + fault.Clip(name, 60) + "” is no inventory. Its name ends in .csv, .yaml or .yml"}}
	}
	seen := map[string]int{}
	for i, e := range entries {
		checked, err := e.Environment.checked()
		if err != nil {
			sentence, field := fault.Public(err)
			problems = append(problems, Problem{e.Line, field + ": " + sentence})
			continue
		}
		entries[i].Environment = checked
		if first, twice := seen[people.FoldName(checked.Name)]; twice {
			problems = append(problems, Problem{e.Line, fmt.Sprintf("%s stands on line %d already", checked.Name, first)})
		}
		seen[people.FoldName(checked.Name)] = e.Line
	}
	if len(entries) == 0 && len(problems) == 0 {
		problems = []Problem{{Text: "The file names no environment"}}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
	return entries, problems
}

// set takes the text of one field.
func (e *Entry) set(field, text string) error {
	text = strings.TrimSpace(text)
	v := &e.Environment
	e.given = append(e.given, field)
	switch field {
	case "name":
		v.Name = text
	case "kind":
		v.Kind = strings.ToLower(text)
	case "deployment":
		v.Deployment = strings.ToLower(text)
	case "version":
		v.Version = text
	case "architecture":
		v.Architecture = strings.ToLower(text)
	case "size":
		v.Size = strings.ToLower(text)
	case "topology":
		v.Topology = text
	case "notes":
		v.Notes = text
	case "users":
		return readCount(text, &v.Users)
	case "primary":
		return readYes(text, &v.Primary)
	case "nodes":
		return readNodeList(text, &v.Nodes)
	}
	return nil
}

// fresh is what an entry begins as.
func fresh(line int) Entry {
	return Entry{Line: line, Environment: Environment{Kind: Production, Deployment: Deployments()[0]}}
}

// Taken is what became of an inventory.
type Taken struct{ Added, Changed, Same int }

// Import takes an inventory over into an organization, all of it or nothing: environments are known by their names, others
// stay, and so do fields that the file does not name. Problems are those of the file; then nothing was changed.
func (s *Service) Import(ctx context.Context, organizationID int64, name string, data []byte) (t Taken, problems []Problem, err error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return t, nil, err
	}
	entries, problems := ReadInventory(name, data)
	if len(problems) > 0 {
		return t, problems, nil
	}
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		t = Taken{}
		for _, e := range entries {
			if err := s.take(ctx, tx, organizationID, e, &t); err != nil {
				sentence, _ := fault.Public(err)
				problems = []Problem{{e.Line, sentence}}
				return err
			}
		}
		return nil
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return Taken{}, problems, nil
	}
	return t, nil, err
}

// take adds or changes one environment.
func (s *Service) take(ctx context.Context, tx *db.Tx, organizationID int64, e Entry, t *Taken) error {
	all, err := environmentsOf(ctx, tx, organizationID)
	if err != nil {
		return err
	}
	key := people.FoldName(e.Environment.Name)
	i := slices.IndexFunc(all, func(o Environment) bool { return people.FoldName(o.Name) == key })
	if i < 0 {
		t.Added++
		e.Environment.OrganizationID = organizationID
		_, err := s.SaveIn(ctx, tx, e.Environment)
		return err
	}
	after := e.over(all[i])
	if len(all[i].differences(after)) == 0 {
		t.Same++
		return nil
	}
	t.Changed++
	_, err = s.SaveIn(ctx, tx, after)
	return err
}

// over puts the fields that the file names over what is known.
func (e Entry) over(known Environment) Environment {
	has := func(field string) bool { return slices.Contains(e.given, field) }
	v := e.Environment
	for field, put := range map[string]func(){
		"name": func() { known.Name = v.Name }, "kind": func() { known.Kind = v.Kind }, "deployment": func() { known.Deployment = v.Deployment },
		"version": func() { known.Version = v.Version }, "architecture": func() { known.Architecture = v.Architecture }, "size": func() { known.Size = v.Size },
		"users": func() { known.Users = v.Users }, "nodes": func() { known.Nodes = v.Nodes }, "topology": func() { known.Topology = v.Topology },
		"notes": func() { known.Notes = v.Notes }, "primary": func() { known.Primary = known.Primary || v.Primary },
	} {
		if has(field) {
			put()
		}
	}
	return known
}
