package search_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/search"
)

var language = search.NewLanguage("id", []string{"updated", "created"},
	search.Operator{Name: "id", Kind: search.Number},
	search.Operator{Name: "status", Kind: search.Choice, Words: []string{"new", "open", "hold", "solved"},
		Ranked: []string{"new", "open", "hold", "solved"}, Spellings: map[string]string{"on-hold": "hold"}},
	search.Operator{Name: "severity", Kind: search.Choice, Words: []string{"1", "2", "3", "none"}, Ranked: []string{"1", "2", "3"}},
	search.Operator{Name: "type", Kind: search.Choice, Words: []string{"question", "task"}},
	search.Operator{Name: "channel", Also: "via", Kind: search.Choice, Words: []string{"mail", "web"}},
	search.Operator{Name: "org", Kind: search.Name},
	search.Operator{Name: "group", Kind: search.Name},
	search.Operator{Name: "created", Kind: search.Moment},
	search.Operator{Name: "note", Kind: search.Text},
	search.Operator{Name: "subject", Kind: search.Text},
)

func field(name string, op search.Op, values ...string) search.Field {
	return search.Field{Name: name, Op: op, Values: values}
}

func TestParse(t *testing.T) {
	type (
		and = search.And
		or  = search.Or
		not = search.Not
		w   = search.Word
		ph  = search.Phrase
	)
	for query, want := range map[string]search.Node{
		"":                    nil,
		"  ( ) \u00AD \"\" ":  nil,
		"disk full":           and{w("disk"), w("full")},
		`"disk full"`:         ph("disk full"),
		`"say ""hi"""`:        ph(`say "hi"`),
		`"never closed`:       ph("never closed"),
		`5" disk`:             and{w(`5"`), w("disk")},
		"-foo":                not{w("foo")},
		"-(-foo)":             w("foo"),
		"a OR b c":            or{w("a"), and{w("b"), w("c")}},
		"(a OR b) c":          and{or{w("a"), w("b")}, w("c")},
		"a AND b":             and{w("a"), w("b")},
		"OR a AND":            and{ph("OR"), w("a"), ph("AND")},
		"a or b":              and{w("a"), w("or"), w("b")},
		"-(a b)":              not{and{w("a"), w("b")}},
		"(a (b":               and{w("a"), w("b")},
		"a)":                  ph("a)"),
		"(f(x) OR main())":    or{w("f(x)"), w("main()")},
		"--force - ->x":       and{ph("--force"), ph("-"), ph("->x")},
		"#123":                field("id", search.Is, "123"),
		"#12a #":              and{w("#12a"), w("#")},
		"id:007,8":            field("id", search.Is, "7", "8"),
		"status:new,open":     field("status", search.Is, "new", "open"),
		"status=new":          field("status", search.Is, "new"),
		"STATUS:On-Hold":      field("status", search.Is, "hold"),
		"status<solved":       field("status", search.Less, "solved"),
		"status:>=open":       field("status", search.AtLeast, "open"),
		"-status:new":         not{field("status", search.Is, "new")},
		"(status:new)":        field("status", search.Is, "new"),
		"via:mail":            field("channel", search.Is, "mail"),
		`org:"Acme Labs",b`:   field("org", search.Is, "Acme Labs", "b"),
		"created>2026-11-01":  field("created", search.More, "2026-11-01"),
		"created:7d":          field("created", search.Is, "7d"),
		"note:a,b":            field("note", search.Is, "a,b"),
		`note:"x y" z`:        and{field("note", search.Is, "x y"), w("z")},
		"a sort:updated b":    and{w("a"), w("b")},
		"a OR sort:updated b": or{w("a"), w("b")},
		"10.0.0.3:5432":       w("10.0.0.3:5432"),
		"foo_bar.rb:42":       w("foo_bar.rb:42"),
		"E1234:foo/bar":       w("E1234:foo/bar"),
		"http://a.test/?q=1":  w("http://a.test/?q=1"),
		"std::vector":         w("std::vector"),
		"type::iterator":      w("type::iterator"),
		"type<T>":             w("type<T>"),
		"group://x":           w("group://x"),
		"status==new":         w("status==new"),
		"subject:":            w("subject:"),
		"(subject: x)":        and{w("subject:"), w("x")},
		`"status":new`:        ph("status:new"),
		`"status:new"`:        ph("status:new"),
		"note : x":            and{w("note"), w(":"), w("x")},
		"notes:x":             w("notes:x"),
		"障害 状態":               and{w("障害"), w("状態")},
		"bad\xffbyte":         w("bad\uFFFDbyte"),
	} {
		q, err := language.Parse(query)
		if err != nil {
			t.Errorf("Parse(%q): %v", query, err)
		}
		if diff := cmp.Diff(want, q.Node); diff != "" {
			t.Errorf("Parse(%q): %s", query, diff)
		}
	}
}

func TestParseSort(t *testing.T) {
	for query, want := range map[string]search.Sort{
		"a":                   {},
		"sort:updated a":      {Key: "updated"},
		"a sort:created-asc":  {Key: "created", Direction: search.Ascending},
		"a Sort:CREATED-desc": {Key: "created", Direction: search.Descending},
	} {
		if q, err := language.Parse(query); err != nil || q.Sort != want {
			t.Errorf("Parse(%q) = %+v, %v", query, q, err)
		}
	}
}

// TestParseErrors looks for the operator, the value and the way out in each sentence.
func TestParseErrors(t *testing.T) {
	for query, want := range map[string][]string{
		"status:hihg":                      {"status", `"hihg"`, "new, open, hold, solved", `"status:hihg"`},
		"severity<none":                    {"severity", `"none"`, "1, 2, 3"},
		"created:soon":                     {"created", `"soon"`, "2026-11-20"},
		"created:0000-01-01":               {"created"},
		"created:99999999d":                {"created"},
		"created:today,yesterday":          {"created"},
		"id:x":                             {"id", `"x"`},
		"id:0":                             {"id", `"0"`},
		"id:99999999999999999999":          {"id"},
		"status<new,open":                  {"takes one value"},
		`org:""`:                           {"org needs a value"},
		"sort:size":                        {"sort", "size", "updated, created"},
		"sort:updated sort:created":        {"sorted once"},
		"-sort:updated":                    {"sort"},
		strings.Repeat("a ", 41):           {"40 terms"},
		strings.Repeat("(", 11) + " a":     {"10 deep"},
		strings.Repeat("long ", 400) + "x": {"2000"},
	} {
		_, err := language.Parse(query)
		sentence, input := fault.Public(err)
		if !fault.Is(err, fault.Invalid) || input != "query" {
			t.Errorf("Parse(%q): %v, field %q", query, err, input)
		}
		for _, part := range want {
			if !strings.Contains(sentence, part) {
				t.Errorf("Parse(%q) says %q, without %q", query, sentence, part)
			}
		}
	}
}

func TestMatching(t *testing.T) {
	for query, want := range map[string]string{
		"status:open,new": "open new",
		"status<hold":     "new open",
		"status<=hold":    "new open hold",
		"status>hold":     "solved",
		"status>=hold":    "hold solved",
		"status<new":      "",
		"severity>1":      "2 3",
		"severity:none":   "none",
	} {
		q, err := language.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(language.Matching(q.Node.(search.Field)), " "); got != want {
			t.Errorf("%s matches %q, want %q", query, got, want)
		}
	}
}

// checkRoundTrip is the property that a query written back and read again is the same query.
func checkRoundTrip(t interface {
	Errorf(format string, args ...any)
}, query string) {
	q, err := language.Parse(query)
	if err != nil {
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Parse(%+q): %v", query, err)
		}
		return
	}
	written := q.String()
	if len(written) > 2000 {
		return // quotes made it longer than a query may be
	}
	again, err := language.Parse(written)
	if err != nil {
		t.Errorf("Parse(%+q) gives %+q, which is refused: %v", query, written, err)
	}
	if diff := cmp.Diff(q, again); diff != "" {
		t.Errorf("Parse(%+q) gives %+q: %s", query, written, diff)
	}
}

func TestRoundTrip(t *testing.T) {
	part := rapid.OneOf(
		rapid.SampledFrom([]string{" ", " ", "(", ")", "-", `"`, `""`, ",", "OR", " OR ", " AND ", "#", ":", "<", ">=", "=", "--",
			"status:", "new", "solved", "org:", "note:", "id:", "12", "created", "7d", "today", "sort:updated", "type<", "a", "ß", "障害",
			"\\", "%", "_", "\u00AD", "\u00A0", "\xff", "//"}),
		rapid.StringN(0, 3, -1))
	rapid.Check(t, func(t *rapid.T) {
		checkRoundTrip(t, strings.Join(rapid.SliceOfN(part, 0, 12).Draw(t, "parts"), ""))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`status:new,open -"disk full" (a OR b)`, `org:"Acme ""L""",b #12 sort:updated-asc`, "type<T> a) (b( --x",
		"created>=2026-11 note:(x,y) OR OR", `"`, "-(-(a OR -OR))"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkRoundTrip(t, s) })
}
