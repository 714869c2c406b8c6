package placeholder_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/placeholder"
)

var values = map[string]any{
	"ticket": map[string]any{"id": 42, "title": "Runner <stuck>", "tags": []any{"ci", "runner"}, "priority": "high",
		"requester": map[string]any{"name": "Ana Lima", "first_name": "Ana"}},
	"dc": "a{{b", "empty": "",
}

func TestFill(t *testing.T) {
	for source, want := range map[string]string{
		"Hello {{ticket.requester.first_name}}, #{{ ticket.id }}": "Hello Ana, #42",
		"{{ticket.title}}":                                                           "Runner <stuck>",
		"{{ticket.title | escape}}":                                                  "Runner &lt;stuck&gt;",
		"{{ticket.nothing}}{{nobody.name}}.":                                         ".",
		"{{ticket.nothing | default: 'none'}}":                                       "none",
		"{% if ticket.priority == 'high' %}soon{% else %}later{% endif %}":           "soon",
		"{% unless ticket.tags contains 'vip' %}-{% endunless %}":                    "-",
		"{% for t in ticket.tags %}{{t}};{% endfor %}":                               "ci;runner;",
		"{% case ticket.priority %}{% when 'low' %}a{% when 'high' %}b{% endcase %}": "b",
		"{{ticket.tags | join: ', ' | upcase}}":                                      "CI, RUNNER",
		"{{dc}}":                                                                     "a{{b", // what is filled in is not filled again
		"{{ticket.title | replace: 'stuck', 'free' | truncate: 8, ''}}":              "Runner <",
		"no placeholders, 100 % {of} them":                                           "no placeholders, 100 % {of} them",
		"{{ticket.requester.name | replace: '', 'x'}}":                               "Ana Lima",
	} {
		text, err := placeholder.Parse("body", source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got, err := text.Fill(t.Context(), values); err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", source, got, err, want)
		}
	}
}

func TestNames(t *testing.T) {
	text, err := placeholder.Parse("body", `{{ticket.id}} {% for tag in ticket.tags %}{{tag | append: "x.y"}}{{forloop.index}}{% endfor %}
		{% if current_user.name == 'a.b' and ticket.id != nil %}{% endif %}{% raw %}{{not.this}}{% endraw %}`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"ticket.id", "ticket.tags", "current_user.name"}, text.Names()); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	for source, names := range map[string]string{
		"{% include '/etc/passwd' %}":                                                  "include",
		"{% assign a = ticket.title %}":                                                "assign",
		"{% capture a %}{% endcapture %}":                                              "capture",
		"{% tablerow i in ticket.tags %}{% endtablerow %}":                             "tablerow",
		"{% for i in (1..1000000000) %}x{% endfor %}":                                  "range",
		"{% for a in ticket.tags %}{% for b in ticket.tags %}{% endfor %}{% endfor %}": "inside another",
		"{{ticket | inspect}}":                                                         "inspect",
		"{{ticket.id | plus: 1" + strings.Repeat(" | plus: 1", 8) + "}}":               "9 filters",
		"{% if ticket.id %}never closed":                                               "endif",
		"{{ ticket. }}":                                                                "cannot be read",
		strings.Repeat("x", 20<<10):                                                    "16 kB",
	} {
		_, err := placeholder.Parse("body", source)
		if sentence, field := fault.Public(err); !fault.Is(err, fault.Invalid) || field != "body" || !strings.Contains(sentence, names) {
			t.Errorf("%.60s: %v, want a refusal on body that names %q", source, err, names)
		}
	}
}

// TestBounds fills texts that would grow without end.
func TestBounds(t *testing.T) {
	long := map[string]any{"a": strings.Repeat("x", 60<<10), "list": make([]any, 5000)}
	for _, source := range []string{"{{a}}{{a}}{{a}}", "{{a | append: a | append: a}}", "{{a | replace: 'x', a}}",
		"{% for i in list %}" + strings.Repeat("y", 2000) + "{% endfor %}"} {
		text, err := placeholder.Parse("body", source)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := text.Fill(t.Context(), long); !fault.Is(err, fault.Invalid) {
			t.Errorf("%.40s: %d bytes, %v", source, len(got), err)
		}
	}
	text, err := placeholder.Parse("body", "{{a}}")
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := text.Fill(ended, long); err == nil {
		t.Error("filled after its context ended")
	}
}

// FuzzPlaceholder holds that no text breaks the reader, and that none grows beyond the bound.
func FuzzPlaceholder(f *testing.F) {
	for _, s := range []string{"{{ticket.id}}", "{% if a %}{% else %}{% endif %}", "{% for t in ticket.tags %}{{t}}{% endfor %}", "{{",
		"{%", "{{a|", "{% raw %}{{x}}{% endraw %}",
		"{{ticket.tags | sort | join: ',' | split: '' | first}}", "{{ 'a' | times: 'b' }}", "{{ticket.tags[0]}}", "{{ 1 | divided_by: 0 }}",
		"{{ticket.title | date: '%Y'}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		text, err := placeholder.Parse("body", source)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", source, err)
			}
			return
		}
		out, err := text.Fill(t.Context(), values)
		if err != nil && !fault.Is(err, fault.Invalid) || len(out) > 128<<10 {
			t.Fatalf("%q: %d bytes, %v", source, len(out), err)
		}
	})
}
