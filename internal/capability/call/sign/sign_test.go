package sign_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/call/sign"
)

func customer(text string) sign.Word { return sign.Word{Public: true, Text: text} }
func ours(text string) sign.Word     { return sign.Word{Public: true, Ours: true, Text: text} }
func note(text string) sign.Word     { return sign.Word{Ours: true, Text: text} }

// TestOf shows each sign, and what comes near to it and is none.
func TestOf(t *testing.T) {
	three := []sign.Word{customer("a"), ours("b"), customer("c"), ours("d"), customer("e"), ours("f"), customer("g")}
	for name, c := range map[string]struct {
		in   sign.Case
		want []sign.Sign
	}{
		"nothing":             {sign.Case{Words: []sign.Word{customer("It is slow"), ours("How slow?")}}, nil},
		"asked":               {sign.Case{Words: []sign.Word{customer("Could we please have a quick call about it?")}}, []sign.Sign{sign.Asked}},
		"asked in German":     {sign.Case{Words: []sign.Word{customer("Können wir dazu kurz telefonieren?")}}, []sign.Sign{sign.Asked}},
		"asked by us":         {sign.Case{Words: []sign.Word{customer("x"), ours("Can we have a call?")}}, nil},
		"a call of a program": {sign.Case{Words: []sign.Word{customer("The API call fails with 500")}}, nil},
		"three rounds":        {sign.Case{Words: three}, []sign.Sign{sign.Rounds}},
		"two rounds":          {sign.Case{Words: three[:5]}, nil},
		"two mails in a row are one": {sign.Case{Words: []sign.Word{customer("a"), ours("b"), customer("c"), customer("d"),
			customer("e"), customer("f")}}, nil},
		"attention":                    {sign.Case{Attention: true}, []sign.Sign{sign.Attention}},
		"a tag of a reproduction":      {sign.Case{Tags: []string{"needs_repro"}}, []sign.Sign{sign.Repro}},
		"a note that it can't be done": {sign.Case{Words: []sign.Word{note("I cannot reproduce it on 17.4")}}, []sign.Sign{sign.Repro}},
		"the customer cannot":          {sign.Case{Words: []sign.Word{customer("We cannot reproduce it any more")}}, nil},
		"worse": {sign.Case{Words: []sign.Word{customer("It is slow"), ours("b"),
			customer("This is unacceptable, it is still not working")}}, []sign.Sign{sign.Tone}},
		"bad from the start": {sign.Case{Words: []sign.Word{customer("This is unacceptable!!"), ours("b"), customer("unacceptable")}}, nil},
		"three questions": {sign.Case{Words: []sign.Word{customer("x"),
			ours("1. Which version?\n2. Since when?\n3. For all users?")}}, []sign.Sign{sign.Branching}},
		"three questions, answered": {sign.Case{Words: []sign.Word{ours("1. Which version?\n2. Since when?\n3. For all users?"), customer("17.4")}}, nil},
		"advice": {sign.Case{Words: []sign.Word{{Ours: true, Lead: true, Text: "I would offer them a call"}}},
			[]sign.Sign{sign.Advice}},
		"advice of one who is no manager": {sign.Case{Words: []sign.Word{note("I would offer them a call")}}, nil},
		"solved":                          {sign.Case{Words: three, Attention: true, Solved: true}, nil},
	} {
		var got []sign.Sign
		for _, s := range sign.Of(c.in) {
			got = append(got, s.Sign)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestQuote: a reader sees what was seen.
func TestQuote(t *testing.T) {
	got := sign.Of(sign.Case{Words: []sign.Word{customer("We have tried all of that. Could we have a call this week? It is the third time that we write.")}})
	if len(got) != 1 || got[0].Quote != "We have tried all of that. Could we have a call this week? It is the third ti…" {
		t.Errorf("%+v", got)
	}
}

// FuzzOf: no text makes it fall over, and every quote is a piece of a text.
func FuzzOf(f *testing.F) {
	f.Add("Could we have a call?", "1. a?\n2. b?\n3. c?", "!!")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for _, s := range sign.Of(sign.Case{Words: []sign.Word{customer(a), ours(b), customer(c), ours(b)}}) {
			if len([]rune(s.Quote)) > 400 && len([]rune(a))+len([]rune(b))+len([]rune(c)) < 300 {
				t.Fatalf("%+v", s)
			}
		}
	})
}
