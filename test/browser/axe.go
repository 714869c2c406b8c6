package browser

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// CheckAxe asks axe-core for faults against WCAG 2.2 AA and its best practices on the page as it stands.
func (b *Tab) CheckAxe(name string) {
	b.t.Helper()
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		b.t.Fatal(err)
	}
	axe, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "node_modules/axe-core/axe.min.js"))
	if err != nil {
		b.t.Fatalf("axe-core is missing; run scripts/assets.sh first: %v", err)
	}
	Eval[any](b, string(axe)+"; null")
	var faults []struct {
		ID    string   `json:"id"`
		Where []string `json:"where"`
	}
	if err := json.Unmarshal([]byte(Eval[string](b, run)), &faults); err != nil {
		b.t.Fatal(err)
	}
	for _, f := range faults {
		b.t.Errorf("%s: axe %s\n\t%s", name, f.ID, strings.Join(f.Where, "\n\t"))
	}
}

const run = `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) =>
	JSON.stringify(r.violations.map((v) => ({id: v.id, where: v.nodes.slice(0, 4).map((n) => n.html.slice(0, 200) + " | " + n.failureSummary.split("\n")[1])}))))`
