package content

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const smallScenario = `# a comment
subject: {{n}} jobs wait for {{node}}
severity: 2 3
type: incident
tags: runner ci
var node: build-01 | build-02
var n: 3..40
=== customer attach=runner:config.toml
{{hi}}
since {{clock-2h}}
=== colleague note take after=5m..2h
See {{ref}}.

=== agent after=1d maybe=50 status=hold priority=low english
Wait for {{a fix | {{node}}}}.
`

func TestParseScenario(t *testing.T) {
	s, err := parseScenario("small", smallScenario)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{
		"severities": s.severities, "type": s.kind, "tags": s.tags, "vars": len(s.vars), "turns": len(s.turns),
		"attach": s.turns[0].attach[0].name, "note": s.turns[1].internal, "take": s.turns[1].takes,
		"after": s.turns[1].after, "one wait": s.turns[2].after, "maybe": s.turns[2].maybe, "status": s.turns[2].status,
		"priority": s.turns[2].priority, "english": s.turns[2].inEnglish, "live": s.live == nil,
	}
	day := 24 * time.Hour
	want := map[string]any{
		"severities": []int{2, 3}, "type": "incident", "tags": []string{"runner", "ci"}, "vars": 2, "turns": 3,
		"attach": "config.toml", "note": true, "take": true, "after": [2]time.Duration{5 * time.Minute, 2 * time.Hour},
		"one wait": [2]time.Duration{day, day}, "maybe": 50, "status": Hold, "priority": "low", "english": true, "live": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseScenarioRefuses(t *testing.T) {
	const head, customer = "subject: S\n", "=== customer\nHelp\n"
	for name, c := range map[string]struct{ text, want string }{
		"no subject":            {customer, "no subject"},
		"no turns":              {head, "no turns"},
		"staff first":           {head + "=== agent\nHi\n", "first turn"},
		"perhaps no request":    {head + "=== customer maybe=50\nHi\n", "first turn"},
		"a stray line":          {head + "what is this\n", "x:2: \"what is this\" is neither"},
		"an unknown key":        {head + "colour: red\n", `unknown key "colour"`},
		"an unknown speaker":    {head + "=== boss\nHi\n", `x:2: "boss" does not speak`},
		"nobody speaks":         {head + "=== \n", "needs who speaks"},
		"an empty turn":         {head + "=== customer\n\n=== agent\nHi\n", "x:4: the turn above has no text"},
		"an unknown hole":       {head + "=== customer\n{{nix}}\n", "unknown {{nix}}"},
		"a hole in the subject": {"subject: {{nix}}\n" + customer, "subject"},
		"an open hole":          {head + "=== customer\n{{hi\n", "never closed"},
		"deep choices":          {head + "=== customer\n{{a | {{a | {{a | {{a | {{a | b}}}}}}}}}}\n", "deep"},
		"a severity":            {head + "severity: 5\n", "1 2 3 4"},
		"a type":                {head + "type: joke\n", "question, incident"},
		"a channel":             {head + "channel: fax\n", "email, portal, api"},
		"a weight":              {head + "weight: 0\n", "1 to 20"},
		"a number's range":      {head + "var n: hex:99\n", "1 to 64"},
		"a variable's name":     {head + "var hi: a\n", "cannot name a variable"},
		"a wait":                {head + "=== customer after=soon\n", "not a time"},
		"a wait backwards":      {head + "=== customer after=2h..1h\n", "shorter"},
		"a customer's note":     {head + "=== customer note\n", "no notes"},
		"a status":              {head + customer + "=== agent status=closed\n", "use open, pending"},
		"a priority":            {head + customer + "=== agent priority=9\n", "use urgent"},
		"an attachment":         {head + "=== customer attach=virus:x.exe\n", "kinds are bundle"},
		"an unknown word":       {head + "=== customer loudly\n", "unknown word"},
		"an unknown setting":    {head + "=== customer volume=9\n", "unknown setting"},
		"bytes":                 {"subject: \xff\n", "not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := parseScenario("x", c.text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
			if s != nil {
				t.Error("a scenario beside an error")
			}
		})
	}
}

// testScene is one that fills every hole.
func testScene() *scene {
	c := &casting{staff: staff(1, 27), customers: customers(1, 40), zones: zones{}}
	s := &scenario{group: "support", language: "en"}
	cust := c.customers[0]
	return &scene{dice: newDice(1, "test"), zones: c.zones, org: cust.org, cast: c.cast(newDice(1, "cast"), s, cust),
		speaking: cust.contacts[0], language: "en", at: time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC),
		vars: map[string]string{}, earlier: func() int { return 46213 }}
}

func FuzzParseScenario(f *testing.F) {
	f.Add(smallScenario)
	f.Add("subject: {{ulid}}\nvar u: ulid\n=== customer\n{{u}} {{json-1d}} \\{{ {{a|b{{hi}}}}\n")
	f.Add("subject: x\nage: 3d\norg: y\nassigned: no\nstatus: hold\n=== customer\nx\n=== lead note\ny")
	s := testScene()
	f.Fuzz(func(t *testing.T, text string) {
		sc, err := parseScenario("fuzz", text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz") {
				t.Errorf("the error %q does not name the file", err)
			}
			return
		}
		s.vars = map[string]string{}
		for _, v := range sc.vars {
			s.vars[v.name] = v.draw(s)
		}
		for _, turn := range sc.turns {
			if out := turn.body.render(s); !utf8.ValidString(out) {
				t.Errorf("%q is not UTF-8", out)
			}
		}
	})
}
