package config

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Exported tells what an export wrote.
type Exported struct {
	Objects int
	Written []string // files that were made or changed, inside the folder
	Stale   []string // files about objects that the desk does not have; removed where that was asked for
}

// ExportOptions say what an export writes beside the configuration itself.
type ExportOptions struct {
	Prune bool // files about what the desk does not have are removed
	// Organizations writes a file for every organization that has more than a name. Without it those get one that files
	// keep already.
	Organizations bool
}

// Export writes the desk's configuration into a folder. Files that are there keep their names, their comments and, where
// they say the same, every byte.
func (s *Service) Export(ctx context.Context, dir string, o ExportOptions) (Exported, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Exported{}, err
	}
	x, err := s.exporter(dir)
	if err != nil {
		return Exported{}, err
	}
	var now state
	err = s.DB.Snapshot(ctx, func(q db.Querier) (err error) {
		look := s.reading(q)
		look.circle.all = o.Organizations
		for _, p := range x.known {
			look.surround([]object{p.object})
		}
		now, err = look.state(ctx)
		return err
	})
	if err != nil {
		return Exported{}, err
	}
	for _, k := range s.kinds {
		if err := x.kind(k, now[k.folder()]); err != nil {
			return x.out, err
		}
	}
	return x.out, x.stale(o.Prune)
}

// exporter writes a folder.
type exporter struct {
	dir   string
	known map[string]*present // by the key of what each file is about
	files map[string]bool     // names in use
	out   Exported
}

// present is a file that is there.
type present struct {
	object
	data  []byte
	doc   *yaml.Node
	keeps bool // the desk has what it is about
}

// exporter reads what lies in a folder. A file that is no YAML is a problem: what it says cannot be kept.
func (s *Service) exporter(dir string) (*exporter, error) {
	x := &exporter{dir: dir, known: map[string]*present{}, files: map[string]bool{}}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return x, nil
	}
	fsys := os.DirFS(dir)
	t, err := s.readTree(fsys)
	if err != nil {
		return nil, err
	}
	var problems Problems
	for _, o := range t.objects {
		p := &present{object: o, doc: &yaml.Node{}}
		if p.data, err = fs.ReadFile(fsys, o.file); err != nil {
			return nil, fault.Wrap(fault.NotFound, err, "%s cannot be read", o.file)
		}
		if err := yaml.Load(p.data, p.doc, yaml.WithUniqueKeys(false)); err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "%s cannot be read", o.file)
		}
		x.known[o.key()], x.files[o.file] = p, true
	}
	for _, p := range t.problems {
		if !x.files[p.File] {
			problems = append(problems, p)
		}
	}
	return x, problems.fault()
}

// kind writes the files of a kind, and the schema that editors check them by.
func (x *exporter) kind(k kind, all []object) error {
	schema, err := schemaFile(k)
	if err != nil {
		return err
	}
	if err := x.write(path.Join(schemaFolder, k.folder()+".json"), schema); err != nil {
		return err
	}
	byName := slices.Clone(all)
	slices.SortFunc(byName, func(a, b object) int { return strings.Compare(a.key(), b.key()) })
	for _, o := range byName {
		x.out.Objects++
		if err := x.object(o); err != nil {
			return err
		}
	}
	return nil
}

// object writes one object over its file, or into a new one.
func (x *exporter) object(o object) error {
	p := x.known[o.key()]
	if p == nil {
		p = x.renamed(o)
	}
	if p == nil {
		file := x.free(o)
		return x.write(file, append(schemaLine(o.kind, file), o.text...))
	}
	p.keeps = true
	if p.text == o.text && !p.broken {
		return nil
	}
	p.doc.Content[0] = merged(p.doc.Content[0], o.node)
	text, err := dump(p.doc)
	if err != nil {
		return err
	}
	if !bytes.Contains(text, []byte(schemaMark)) {
		text = append(schemaLine(o.kind, p.file), text...)
	}
	return x.write(p.file, text)
}

// renamed finds the file that would rename an object, as long as that was not applied.
func (x *exporter) renamed(o object) *present {
	for _, p := range x.known {
		if p.kind == o.kind && p.previous != "" && keyFor(p.kind.folder(), p.previous) == o.key() && !p.keeps {
			return p
		}
	}
	return nil
}

const schemaMark = "yaml-language-server: $schema="

// schemaLine tells editors by which schema a file is checked.
func schemaLine(k kind, file string) []byte {
	return []byte("# " + schemaMark + strings.Repeat("../", strings.Count(file, "/")) + schemaFolder + "/" + k.folder() + ".json\n")
}

// free gives a new object a file name that no other has.
func (x *exporter) free(o object) string {
	base := path.Join(o.kind.folder(), slug(o.name))
	file := base + ".yaml"
	for n := 2; x.files[file]; n++ {
		file = base + "-" + strconv.Itoa(n) + ".yaml"
	}
	x.files[file] = true
	return file
}

// slug makes a file name of a name: small letters and digits with dashes between.
func slug(name string) string {
	name, _, _ = strings.Cut(strings.ToLower(name), "@")
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.' && b.Len() > 0, r == '_':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if out := strings.Trim(b.String(), "-."); out != "" {
		return out
	}
	return "unnamed"
}

// write replaces a file at once, unless it says the same already.
func (x *exporter) write(name string, data []byte) error {
	file := filepath.Join(x.dir, filepath.FromSlash(name))
	if before, err := os.ReadFile(file); err == nil && bytes.Equal(before, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be written", name)
	}
	fresh := file + ".new"
	if err := os.WriteFile(fresh, data, 0o644); err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be written", name)
	}
	if err := os.Rename(fresh, file); err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be written", name)
	}
	x.out.Written = append(x.out.Written, name)
	return nil
}

// stale lists the files about what the desk does not have.
func (x *exporter) stale(remove bool) error {
	for _, p := range x.known {
		if p.keeps {
			continue
		}
		x.out.Stale = append(x.out.Stale, p.file)
		if !remove {
			continue
		}
		if err := os.Remove(filepath.Join(x.dir, filepath.FromSlash(p.file))); err != nil {
			return fault.Wrap(fault.Unavailable, err, "%s cannot be removed", p.file)
		}
	}
	slices.Sort(x.out.Stale)
	return nil
}
