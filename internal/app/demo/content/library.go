package content

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// library holds the parsed scenarios in file name order.
type library struct {
	ordinary []*scenario
	featured []*scenario
}

func loadLibrary(files fs.FS) (library, error) {
	ordinary, err := loadFolder(files, "text/scenarios")
	if err != nil {
		return library{}, err
	}
	for _, s := range ordinary {
		if s.live != nil {
			return library{}, fmt.Errorf("%s: age, org, status and assigned belong to text/featured", s.name)
		}
	}
	featured, err := loadFolder(files, "text/featured")
	for _, s := range featured {
		if s.live == nil {
			return library{}, fmt.Errorf("%s: a featured scenario needs 'age: …', the time since its last turn", s.name)
		}
	}
	return library{ordinary, featured}, err
}

func loadFolder(files fs.FS, dir string) ([]*scenario, error) {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, err
	}
	var out []*scenario
	for _, e := range entries {
		base, isText := strings.CutSuffix(e.Name(), ".txt")
		if !isText {
			continue
		}
		raw, err := fs.ReadFile(files, path.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		s, err := parseScenario(base, string(raw))
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// mustLibrary reads what is compiled in, which cannot be wrong in a build whose tests pass.
func mustLibrary() library {
	lib, err := loadLibrary(texts)
	if err != nil {
		panic("demo content: " + err.Error())
	}
	return lib
}
