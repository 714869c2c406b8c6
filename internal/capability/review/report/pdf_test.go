package report

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// poppler runs a program of poppler-utils on a PDF; scripts/needs.sh installs them.
func poppler(t *testing.T, raw []byte, program string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, append(args, path)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", program, err, out)
	}
	return string(out)
}

// text is what a reader of the PDF gets out of it.
func text(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("pdftotext: %v: %s", err, out)
	}
	return string(out)
}

func draw(t *testing.T, d Document) (raw []byte, pages int) {
	t.Helper()
	raw, pages, err := PDF(d)
	if err != nil {
		t.Fatal(err)
	}
	return raw, pages
}

var made = time.Date(2026, 10, 16, 12, 0, 0, 0, time.UTC)

// document is a report with so many tickets.
func document(tickets int) Document {
	rows := make([][]string, tickets)
	for i := range rows {
		rows[i] = []string{fmt.Sprint("#", i+1),
			"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft fails to deploy since the upgrade", "high"}
	}
	return Document{Language: "de", Title: "Bericht für Seto Rail", Subtitle: "4. Quartal 2026", From: "Daywatch",
		Page: "Seite {n} von {of}", MadeAt: made, Sections: []Section{
			{"Zusammenfassung", []Block{Prose{"Ein *ruhiges* Quartal.\nEs geht weiter.\n\n- Erstens **wichtig**\n- Zweitens"},
				Figures{{"Eröffnet", "12", "3 dringend"}, {"Gelöst", "11", ""}, {"Erste Antwort", "100 %", "12 von 12"}, {"Stunden", "92:30", "von 104"}}}},
			{"Tickets", []Block{Chart{Title: "Je Woche", Bars: true, Labels: []string{"5.10.", "12.10.", "19.10."},
				Lines: []Line{{"Eröffnet", []int{3, 9, 0}}, {"Gelöst", []int{2, 7, 2}}}},
				Chart{Title: "Offen", Labels: []string{"5.10.", "12.10.", "19.10."}, Lines: []Line{{"Offen", []int{12, 14, 12}}}},
				Table{Columns: []Column{{"Nr.", 1, false}, {"Betreff", 5, false}, {"Priorität", 1.5, true}}, Rows: rows, None: "Kein Ticket ist offen."}}},
		}}
}

// TestPDF draws reports of no ticket, one and many: what was said is on the pages, the head of the table on each of them.
func TestPDF(t *testing.T) {
	for _, c := range []struct{ tickets, least, most int }{{0, 1, 2}, {1, 1, 2}, {500, 15, 60}} {
		t.Run(fmt.Sprint(c.tickets), func(t *testing.T) {
			raw, pages := draw(t, document(c.tickets))
			if pages < c.least || pages > c.most {
				t.Errorf("%d pages", pages)
			}
			info := poppler(t, raw, "pdfinfo")
			if !regexp.MustCompile(fmt.Sprintf(`(?m)^Pages:\s+%d$`, pages)).MatchString(info) ||
				!strings.Contains(info, "Bericht für Seto Rail – 4. Quartal 2026") {
				t.Errorf("%d pages, but %s", pages, info)
			}
			said := text(t, raw)
			for _, want := range []string{"Bericht für Seto Rail", "Zusammenfassung", "Ein *ruhiges* Quartal. Es geht weiter.",
				"Erstens wichtig", "92:30", fmt.Sprintf("Seite 1 von %d", pages)} {
				if !strings.Contains(said, want) {
					t.Errorf("%q is missing", want)
				}
			}
			if c.tickets == 0 && !strings.Contains(said, "Kein Ticket ist offen.") {
				t.Error("nothing is said of no ticket")
			}
			if last := fmt.Sprint("#", c.tickets); c.tickets > 0 && !strings.Contains(said, last+" ") {
				t.Errorf("%s is missing", last)
			}
			for i, page := range strings.Split(strings.TrimSuffix(said, "\f"), "\f") {
				if strings.Contains(page, "fails to deploy") && !strings.Contains(page, "Betreff") {
					t.Errorf("page %d has rows without a head", i+1)
				}
			}
		})
	}
}

// TestSameBytes: the same document gives the same bytes, whenever it is drawn; another date gives others.
func TestSameBytes(t *testing.T) {
	one, _ := draw(t, document(3))
	two, _ := draw(t, document(3))
	if !bytes.Equal(one, two) {
		t.Error("the same document gives other bytes")
	}
	later := document(3)
	later.MadeAt = made.Add(time.Hour)
	if three, _ := draw(t, later); bytes.Equal(one, three) {
		t.Error("the date is not in it")
	}
}

// TestMissing shows a box for what the fonts lack, and what they have as it is.
func TestMissing(t *testing.T) {
	d := Document{Title: "Řízení 鉄道 🚆 Ελλάδα Москва ñ “x” – €", MadeAt: made, Page: "{n}"}
	raw, _ := draw(t, d)
	if said := text(t, raw); !strings.Contains(said, "Řízení □□ □ Ελλάδα Москва ñ “x” – €") {
		t.Error(said)
	}
}

// TestWrap asks of any text that no line is wider than the room, and that no character is lost.
func TestWrap(t *testing.T) {
	width := func(s string) float64 { return float64(utf8.RuneCountInString(s)) }
	rapid.Check(t, func(t *rapid.T) {
		text, room := rapid.String().Draw(t, "text"), float64(rapid.IntRange(1, 20).Draw(t, "room"))
		lines := wrap(text, room, width)
		for _, line := range lines {
			if width(line) > room || line == "" {
				t.Fatalf("%q in %v", line, room)
			}
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(strings.Join(lines, "")) != bare(strings.ToValidUTF8(text, "")) && utf8.ValidString(text) {
			t.Fatalf("%q becomes %q", text, lines)
		}
	})
}

// TestPeak asks of any values that the axis holds them, ends on a mark, and has few.
func TestPeak(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.IntRange(0, 1_000_000)).Draw(t, "values")
		top, step := Chart{Lines: []Line{{Values: values}}}.Peak()
		for _, v := range values {
			if v > top {
				t.Fatalf("%d is above %d", v, top)
			}
		}
		if top%step != 0 || top/step > 6 || top < 1 {
			t.Fatal(top, step)
		}
	})
}

func FuzzParagraphs(f *testing.F) {
	f.Add("# A\nb\n\n- c\n  d\n* e")
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range Paragraphs(text) {
			if strings.Contains(p.Text, "\n") {
				t.Errorf("%q has a line break", p.Text)
			}
		}
	})
}
