// Package arch keeps the architecture's import rules as tests that say why (docs/adr/0001-a-modular-monolith.md).
package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"strings"
	"testing"
)

const root = "github.com/daywatch/daywatch/"

// rings from the inside out: a package may import its own ring's lower packages and every ring before it.
var rings = []struct {
	prefix string
	why    string
}{
	{"internal/platform/", "the platform knows nothing of support"},
	{"internal/core/", "the nouns know nothing of the capabilities built on them"},
	{"internal/capability/", "capabilities know nothing of the doors"},
	{"internal/edge/", "the doors are opened by app"},
	{"internal/app", "only cmd starts the app"},
	{"cmd/", "nothing imports a command"},
}

// platformOrder is the fixed order inside ring 1; packages not listed are leaves that import none of these
// but fault.
var platformOrder = []string{"fault", "db", "job", "access", "event", "settings", "web", "module"}

// coreOrder is the fixed order inside ring 2: a ticket has people, people have no tickets; people keep hours,
// calendars know nobody; a matter is a ticket with all that conditions ask of it.
var coreOrder = []string{"calendar", "people", "environment", "condition", "ticket", "matter"}

// owners are the only packages that may import a third-party module (prefixes below internal/).
var owners = map[string][]string{
	"modernc.org/sqlite":                    {"platform/db"},
	"github.com/jackc/pgx/v5":               {"platform/db"},
	"github.com/pressly/goose/v3":           {"platform/db"},
	"github.com/yuin/goldmark":              {"platform/markup"},
	"github.com/microcosm-cc/bluemonday":    {"platform/markup"},
	"github.com/alecthomas/chroma/v2":       {"platform/markup"},
	"github.com/jhillyerd/enmime/v2":        {"platform/mailwire"},
	"github.com/emersion/go-imap/v2":        {"platform/mailwire/imapfetch", "app/story/postoffice"},
	"github.com/emersion/go-sasl":           {"platform/mailwire"},
	"golang.org/x/net":                      {"platform/mailwire", "platform/markup"},
	"golang.org/x/text/encoding":            {"platform/mailwire"},
	"golang.org/x/text/unicode":             {"platform/search"},
	"golang.org/x/text/language":            {"platform/i18n"},
	"golang.org/x/text/message":             {"platform/i18n"},
	"golang.org/x/time":                     {"platform/web"},
	"golang.org/x/sync":                     {"app"},
	"golang.org/x/sys":                      {"edge/cli"},
	"github.com/emersion/go-smtp":           {"platform/mailwire/smtpd", "platform/mailwire/submit", "app/story/postoffice"},
	"github.com/emersion/go-msgauth":        {"platform/mailwire/compose"},
	"github.com/alexedwards/scs/v2":         {"platform/web"},
	"github.com/nicksnyder/go-i18n/v2":      {"platform/i18n"},
	"github.com/alecthomas/kong":            {"edge/cli"},
	"github.com/pelletier/go-toml/v2":       {"app"},
	"golang.org/x/crypto/argon2":            {"core/people"},
	"github.com/rickar/cal/v2":              {"platform/holidays"},
	"github.com/teambition/rrule-go":        {"platform/ical"},
	"github.com/SherClockHolmes/webpush-go": {"capability/paging/channel"},
	"github.com/osteele/liquid":             {"platform/placeholder"},
	"go.yaml.in/yaml/v4":                    {"edge/config", "core/environment"},
	"codeberg.org/go-pdf/fpdf":              {"capability/review/report"},
	"golang.org/x/image":                    {"capability/review/report"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v: %s", err, stderr.Bytes())
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func ring(p string) int {
	for i, r := range rings {
		if strings.HasPrefix(p, r.prefix) {
			return i
		}
	}
	return -1
}

func TestImports(t *testing.T) {
	all := packages(t)
	if len(all) < 20 {
		t.Fatalf("only %d packages were found", len(all))
	}
	for _, p := range all {
		from := strings.TrimPrefix(p.ImportPath, root)
		if ring(from) < 0 {
			continue // tests and tools import what they like
		}
		for _, imp := range p.Imports {
			if why := forbidden(from, imp); why != "" {
				t.Errorf("%s imports %s: %s", from, strings.TrimPrefix(imp, root), why)
			}
		}
	}
}

// forbidden says why from must not import imp, or nothing.
func forbidden(from, imp string) string {
	if !strings.HasPrefix(imp, root) {
		return outside(from, imp)
	}
	to := strings.TrimPrefix(imp, root)
	a, b := ring(from), ring(to)
	switch {
	case b > a:
		return rings[a].why
	case b < a:
		return doorOnly(from, to)
	}
	return within(from, to, a)
}

func within(from, to string, ring int) string {
	x, y := capability(from), capability(to)
	if x == y || strings.HasPrefix(from, "internal/app") {
		return ""
	}
	switch ring {
	case 0:
		return ordered(platformOrder, x, y, "platform packages stand in a fixed order")
	case 1:
		return ordered(coreOrder, x, y, "a ticket has people, people have no tickets")
	case 2:
		return "capabilities meet through events, slots and what app passes along, never by import"
	}
	return "the doors stand beside one another"
}

func ordered(order []string, from, to, why string) string {
	i, j := index(order, from), index(order, to)
	if j < 0 || i < 0 || j < i { // a leaf is imported by all; what a leaf may import is up to its authors
		return ""
	}
	return why + ": " + strings.Join(order, " < ")
}

// doorOnly keeps databases out of pages: handlers call services.
func doorOnly(from, to string) string {
	if isDoor(from) && to == "internal/platform/db" && !strings.HasPrefix(from, "internal/edge/") {
		return "pages never touch the database; they call the service"
	}
	return ""
}

func isDoor(p string) bool { return strings.HasSuffix(p, "ui") || strings.HasSuffix(p, "api") }

// outside checks third-party owners and who may speak HTTP.
func outside(from, imp string) string {
	if imp == "net/http" && !mayHTTP(from) {
		return "services know nothing of HTTP; only web, pages, doors and app do"
	}
	if imp == "database/sql" && isDoor(from) {
		return "pages never touch the database; they call the service"
	}
	for module, by := range owners {
		if imp != module && !strings.HasPrefix(imp, module+"/") {
			continue
		}
		for _, owner := range by {
			if from == "internal/"+owner || strings.HasPrefix(from, "internal/"+owner+"/") {
				return ""
			}
		}
		return "only " + strings.Join(by, ", ") + " may know " + module
	}
	return ""
}

func mayHTTP(from string) bool {
	return isDoor(from) || strings.HasPrefix(from, "internal/edge/") || strings.HasPrefix(from, "internal/app") ||
		strings.HasPrefix(from, "internal/platform/web") || strings.HasPrefix(from, "internal/platform/page") ||
		from == "internal/platform/outbound" || strings.HasPrefix(from, "internal/capability/paging/channel") ||
		from == "internal/capability/crm/salesforce/salesforcetest" || from == "internal/capability/call/video/videotest" ||
		from == "internal/platform/observe" || from == "internal/platform/i18n" || strings.HasPrefix(from, "cmd/")
}

// capability is the folder below the ring: people for internal/core/people/peopleui.
func capability(p string) string {
	parts := strings.Split(p, "/")
	if len(parts) < 3 {
		return path.Base(p)
	}
	return parts[2]
}

func index(list []string, s string) int {
	for i, v := range list {
		if v == s {
			return i
		}
	}
	return -1
}

// TestRulesBite shows that the rules would fail if broken.
func TestRulesBite(t *testing.T) {
	for _, c := range []struct{ from, imp string }{
		{"internal/platform/db", root + "internal/core/people"},
		{"internal/platform/db", root + "internal/platform/job"},
		{"internal/core/people", root + "internal/core/ticket"},
		{"internal/core/calendar", root + "internal/core/people"},
		{"internal/capability/intake", root + "internal/capability/notify"},
		{"internal/core/ticket/ticketui", root + "internal/platform/db"},
		{"internal/core/ticket", "net/http"},
		{"internal/core/ticket", "modernc.org/sqlite"},
		{"internal/edge/cli", root + "internal/app"},
	} {
		if forbidden(c.from, c.imp) == "" {
			t.Errorf("%s may import %s", c.from, c.imp)
		}
	}
}
