package page

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

var friday = time.Date(2026, 11, 20, 16, 12, 0, 0, time.UTC)

func reader(t testing.TB, lang string) context.Context {
	t.Helper()
	b, err := i18n.NewBundle(Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return i18n.WithZone(b.WithLocale(context.Background(), lang), zone(t, "Europe/Amsterdam"))
}

func draw(t testing.TB, n g.Node) string {
	t.Helper()
	var b bytes.Buffer
	if err := n.Render(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func queue(ctx context.Context, regions []Region, rows int) g.Node {
	var list g.Group
	for n := range rows {
		id := fmt.Sprintf("t-%d", n)
		list = append(list, Ticket(ctx,
			TicketRow{ID: id, Href: "/tickets/" + id, Number: fmt.Sprint(48000 + n),
				Subject: "Gitaly OOM-killed nightly on node " + fmt.Sprint(n), Aside: "bundle attached", Level: n % 5, LevelName: "High",
				Customer: "Wayne Enterprises", Plan: "Premium", RegionName: "EMEA", RegionTone: "ochre", Assignee: &Person{ID: int64(n), Name: "Gerardo Ruiz"},
				Due:  Due{At: friday.Add(time.Duration(n) * time.Hour), What: "first reply", Why: "4 h of EMEA hours", Spent: .5},
				Acts: []g.Node{RowAct("/tickets/"+id+"/take", "i", "Take it")}, More: []g.Node{Live("/rows/"+id, "ticket:"+id)}}, friday))
	}
	return Shell(ctx, Frame{Title: "Queue", Now: friday, Band: Band{Regions: regions}}, Head("Queue", ""), Rows("Tickets", list...))
}

// A page is at most 30 kB gzip.
func TestPageBudget(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(draw(t, queue(reader(t, "en"), threeRegions(t), 50))))
	_ = z.Close()
	if b.Len() > 30_000 {
		t.Errorf("a queue of 50 rows is %d bytes gzip, the budget is 30 000", b.Len())
	}
	t.Logf("a queue of 50 rows: %d bytes gzip", b.Len())
}

// Render of a 50-row list: at most 2 ms, seen in the bench.
func BenchmarkQueue(b *testing.B) {
	ctx, regions := reader(b, "en"), threeRegions(b)
	for b.Loop() {
		var out bytes.Buffer
		if err := queue(ctx, regions, 50).Render(&out); err != nil {
			b.Fatal(err)
		}
	}
}

var inline = regexp.MustCompile(`(?i)\sstyle="|\son\w+="|<script>|javascript:`)

// No part uses what the content policy forbids, in no language, and every id of a page is its own.
func TestPagesAreCleanHTML(t *testing.T) {
	for _, lang := range []string{"en", "de"} {
		ctx := reader(t, lang)
		for name, n := range map[string]g.Node{"style": Shell(ctx, Frame{Now: friday, Band: Band{Regions: threeRegions(t)}},
			StyleGuide(ctx, friday)), "queue": queue(ctx, threeRegions(t), 5),
			"error": Error(ctx, Frame{Now: friday}, web.ErrorView{Status: 404, Sentence: "No <b>such</b> ticket.", RequestID: "r1"}),
			"door":  Door(ctx, Frame{Now: friday})} {
			page := draw(t, n)
			if found := inline.FindString(page); found != "" {
				t.Errorf("%s %s: %q", name, lang, found)
			}
			if strings.Contains(page, "<b>such") {
				t.Errorf("%s %s: text was not escaped", name, lang)
			}
			seen := map[string]bool{}
			for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
				if seen[m[1]] {
					t.Errorf("%s %s: two elements have the id %q", name, lang, m[1])
				}
				seen[m[1]] = true
			}
			if !strings.Contains(page, `<html lang="`+lang+`"`) {
				t.Errorf("%s: not marked as %s", name, lang)
			}
		}
	}
}

// Every icon that code names is in the sprite's list.
func TestIconsExist(t *testing.T) {
	list, err := os.ReadFile("../web/assets/src/icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	known, found := map[string]bool{}, 0
	for _, name := range strings.Fields(string(list)) {
		known[name] = true
	}
	for _, f := range files {
		text, err := os.ReadFile(f.Name())
		if err != nil || !strings.HasSuffix(f.Name(), ".go") {
			continue
		}
		for _, m := range regexp.MustCompile(`Icon\("([\w-]+)"\)`).FindAllStringSubmatch(string(text), -1) {
			if found++; !known[m[1]] {
				t.Errorf("%s: icons.txt has no %q", f.Name(), m[1])
			}
		}
	}
	if found == 0 {
		t.Error("found no icon; the pattern is broken")
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Dana Whitfield": "DW", "Jo": "J", "": "?", "åsa maria öberg": "ÅÖ", "  Ren  Ito ": "RI", "李 明": "李明"} {
		if got := Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestDueWords(t *testing.T) {
	ctx := reader(t, "en")
	for _, c := range []struct {
		due  Due
		want string
	}{
		{Due{At: friday.Add(-11 * time.Minute)}, "late 11 min late"},
		{Due{At: friday.Add(38 * time.Minute)}, "soon 38 min"},
		{Due{At: friday.Add(time.Hour)}, "soon 1 h"},
		{Due{At: friday.Add(100 * time.Minute)}, "ok 1 h 40"},
		{Due{At: friday.Add(64 * time.Hour)}, "ok Mon 09:12"},
		{Due{Paused: "on hold"}, "paused on hold"},
	} {
		if got := c.due.level(friday) + " " + c.due.word(ctx, friday); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if title := (Due{At: friday, Why: "4 h of EMEA hours."}).title(ctx); title != "Due Fri 20 Nov 2026, 17:12 Europe/Amsterdam. 4 h of EMEA hours." {
		t.Errorf("title %q", title)
	}
}

// A field says its error to a screen reader and keeps what was typed.
func TestFieldIsBoundToItsError(t *testing.T) {
	form := web.NewForm("email", `a"b`)
	form.Reject("email", "No domain.")
	f := Ask(form, "email", "E-mail")
	f.Hint = "For replies."
	got := draw(t, Input(reader(t, "en"), f))
	for _, must := range []string{`for="f-email"`, `id="f-email"`, `value="a&#34;b"`, `aria-invalid="true"`,
		`aria-describedby="f-email-error f-email-hint"`, `id="f-email-error"`, "No domain."} {
		if !strings.Contains(got, must) {
			t.Errorf("no %s in %s", must, got)
		}
	}
}
