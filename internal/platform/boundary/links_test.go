package boundary

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var hosts = []string{"gov.example.com:8080", "gov.example.com"}

func TestBare(t *testing.T) {
	for _, c := range []struct{ text, want, links string }{
		{"See https://gov.example.com/tickets/12?title=Outage#x.", "See restricted record 12.", "https://gov.example.com/tickets/12?title=Outage#x"},
		{"[Outage at HSA](https://gov.example.com/tickets/12 \"HSA\")", "restricted record 12", "https://gov.example.com/tickets/12"},
		{"[Outage](<HTTPS://GOV.example.com:8080/tickets/12>)", "restricted record 12", "HTTPS://GOV.example.com:8080/tickets/12"},
		{"![HSA](//gov.example.com/x.png)", "restricted record", "//gov.example.com/x.png"},
		{`<a class="x" href="https://gov.example.com/organizations/4">Helvetia</a>!`, "restricted record!", "https://gov.example.com/organizations/4"},
		{"https://me@gov.example.com/tickets/7", "restricted record 7", "https://me@gov.example.com/tickets/7"},
		{"gov.example.com/tickets/3 and gov.example\u200b.com", "restricted record and restricted record", "gov.example.com"},
		{"[[a]](https://gov.example.com/tickets/3)", "", "https://gov.example.com/tickets/3"},
		{"https://gov.example.com.evil.net/tickets/1 and https://desk.example.com/?u=1", "=", ""},
		{"no link, gov.example.community", "=", ""},
	} {
		got, links := Bare(c.text, hosts)
		if c.want == "=" {
			c.want = c.text
		}
		if c.want != "" && got != c.want {
			t.Errorf("%q gives %q, want %q", c.text, got, c.want)
		}
		if diff := cmp.Diff(c.links, strings.Join(links, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
		if left := LinksTo(got, hosts); len(left) > 0 {
			t.Errorf("%q still leads to %v", got, left)
		}
	}
	if text, links := Bare("https://gov.example.com/", nil); text != "https://gov.example.com/" || links != nil {
		t.Errorf("without hosts: %q, %v", text, links)
	}
}

func FuzzBare(f *testing.F) {
	f.Add("[a](https://gov.example.com/tickets/1) gov%2Eexample.com")
	f.Add("<a href=https://gov.exam\nple.com>x</a>")
	f.Fuzz(func(t *testing.T, text string) {
		got, found := Bare(text, hosts)
		if len(found) == 0 && got != text {
			t.Errorf("nothing was found in %q, which became %q", text, got)
		}
		if left := LinksTo(got, hosts); len(left) > 0 {
			t.Errorf("%q became %q, which leads to %v", text, got, left)
		}
	})
}
