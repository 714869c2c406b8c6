package channel

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/paging"
)

func TestGSMText(t *testing.T) {
	for s, want := range map[string]string{"Grüße, Zoë": "Grüße, Zoe", "“now” – at 5€": `"now" - at 5€`, "日本": "??", "": "", "a\u00a0b": "a b"} {
		got := gsmText(s)
		if s == "Grüße, Zoë" {
			want = "Grüße, Zoe"
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", s, got, want)
		}
	}
	if n, ok := gsmLength("5€[]"); n != 7 || !ok {
		t.Errorf("%d, %v", n, ok)
	}
}

// TestSMSFits: whatever a stranger wrote, one text message of the alphabet is enough, and its end says how to answer.
func TestSMSFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := paging.Letter{What: paging.Paged, Page: rapid.Int64Range(1, 1_000_000).Draw(t, "page"), Title: rapid.String().Draw(t, "title"),
			Ack: "https://desk.example.com/p/123456/" + strings.Repeat("x", 24), Held: rapid.IntRange(0, 99).Draw(t, "held"), Urgent: true}
		for range rapid.IntRange(0, 4).Draw(t, "facts") {
			l.Card.Facts = append(l.Card.Facts, paging.Fact{Label: "x", Value: rapid.String().Draw(t, "fact")})
		}
		text := smsText(l)
		n, ok := gsmLength(text)
		if !ok || n > gsmMost || !strings.Contains(text, "ack "+number(l.Page)) || !strings.Contains(text, l.Ack) {
			t.Fatalf("%d characters, %v: %q", n, ok, text)
		}
	})
}

func FuzzGSMClip(f *testing.F) {
	f.Add("502 for all users [after] €", 10)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if most < 0 || !utf8.ValidString(s) {
			return
		}
		got := gsmClip(gsmText(s), most)
		if n, ok := gsmLength(got); !ok || n > most {
			t.Errorf("%q is %d characters long, at most %d were wanted", got, n, most)
		}
	})
}

func FuzzReadPlaced(f *testing.F) {
	f.Add([]byte(`{"sid": "SM1", "status": "queued", "error_code": 30001}`))
	f.Add([]byte(`<html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := readPlaced(body)
		if (err == nil) != (r.ProviderID != "") {
			t.Errorf("%+v, %v", r, err)
		}
	})
}
