package content

import (
	"slices"
	"testing"
)

func TestTemplate(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string // any of these
	}{
		"plain":            {"a b", []string{"a b"}},
		"variable":         {"<{{v}}>", []string{"<V>"}},
		"choice":           {"{{a | b}}!", []string{"a!", "b!"}},
		"empty choice":     {"x{{|y}}", []string{"x", "xy"}},
		"nested":           {"{{a | b {{v}}}}", []string{"a", "b V"}},
		"nested in nested": {"{{a | {{b | {{v}}}}}}.", []string{"a.", "b.", "V."}},
		"escaped":          {`docker ps --format '\{{.ID}}'`, []string{"docker ps --format '{{.ID}}'"}},
		"moment":           {"{{iso}}", []string{"2026-03-12T10:00:00Z"}},
		"earlier moment":   {"{{iso-90m}}", []string{"2026-03-12T08:30:00Z"}},
		"later day":        {"{{iso+2d}}", []string{"2026-03-14T10:00:00Z"}},
		"customer's clock": {"{{clock}}", []string{"11:00"}}, // Berlin, before the change to summer time
		"number":           {"{{ref}}", []string{"#46213"}},
	} {
		t.Run(name, func(t *testing.T) {
			tpl, err := parseTemplate(c.text, map[string]bool{"v": true})
			if err != nil {
				t.Fatal(err)
			}
			s := testScene()
			s.vars["v"] = "V"
			seen := map[string]bool{}
			for range 60 {
				got := tpl.render(s)
				if !slices.Contains(c.want, got) {
					t.Fatalf("got %q, want one of %q", got, c.want)
				}
				seen[got] = true
			}
			if len(seen) != len(c.want) {
				t.Errorf("only %v came up of %q", seen, c.want)
			}
		})
	}
}

func FuzzParseTemplate(f *testing.F) {
	for _, s := range []string{"{{a | b}}", "{{hi}}", `\{{`, "{{{{", "}}{{", "{{clock-3d}}", "{{|{{|}}}}", "{{iso-9999999999h}}"} {
		f.Add(s)
	}
	s := testScene()
	f.Fuzz(func(t *testing.T, text string) {
		tpl, err := parseTemplate(text, nil)
		if err == nil {
			tpl.render(s)
		}
	})
}
