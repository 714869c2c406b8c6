package mailwire

import (
	"net/mail"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []Address
	}{
		{"ann@Example.ORG", []Address{{"", "ann@example.org"}}},
		{"Ann Lee <Ann@Example.org>", []Address{{"Ann Lee", "Ann@example.org"}}},
		{`"Lee, Ann" <a@b.org>, Bob <b@b.org>`, []Address{{"Lee, Ann", "a@b.org"}, {"Bob", "b@b.org"}}},
		{"=?utf-8?Q?Lee=2C_Ann?= <a@b.org>", []Address{{"Lee, Ann", "a@b.org"}}},
		{`"=?utf-8?Q?J=C3=BCrgen?=" <j@b.org>`, []Address{{"Jürgen", "j@b.org"}}},
		{"a@b.org; c@d.org", []Address{{"", "a@b.org"}, {"", "c@d.org"}}},
		{"a@b.org (Ann (the) Lee)", []Address{{"Ann (the) Lee", "a@b.org"}}},
		{"Team: a@b.org, c@d.org;", []Address{{"", "a@b.org"}, {"", "c@d.org"}}},
		{"undisclosed-recipients:;", nil},
		{"Ann Lee a@b.org", []Address{{"Ann Lee", "a@b.org"}}},
		{"Ann <a@b.org", []Address{{"Ann", "a@b.org"}}},
		{`"a@b.org" <>`, []Address{{"", "a@b.org"}}},
		{`"a@b.org" <a@b.org>`, []Address{{"", "a@b.org"}}},
		{"'Ann' <a@b.org>", []Address{{"Ann", "a@b.org"}}},
		{`"an n"@b.org`, []Address{{"", `"an n"@b.org`}}},
		{`"Ann "The Boss" Lee" <a@b.org>`, []Address{{"Ann The Boss Lee", "a@b.org"}}},
		{"<@relay.org,@two.org:a@b.org>", []Address{{"", "a@b.org"}}},
		{"John <jdoe@machine(comment).  example>", []Address{{"John", "jdoe@machine.example"}}},
		{"<mailto:a@b.org>", []Address{{"", "a@b.org"}}},
		{"Ann <a@xn--mchine-bua.example>", []Address{{"Ann", "a@mächine.example"}}},
		{"jdöe@mächine.example", []Address{{"", "jdöe@mächine.example"}}},
		{"\"\u202egro.b@a\" <x@y.org>", []Address{{"gro.b@a", "x@y.org"}}},
		{"Ann @ Work <a@b.org>", []Address{{"Ann @ Work", "a@b.org"}}},
		{",, ,", nil},
		{"", nil},
	} {
		if diff := cmp.Diff(c.want, parseAll([]string{c.in})); diff != "" {
			t.Errorf("%q: -want +got\n%s", c.in, diff)
		}
	}
}

// TestAddressesAgreeWithNetMail checks that whatever the strict parser of the standard library reads, ours
// reads in the same way.
func TestAddressesAgreeWithNetMail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []*mail.Address
		for range rapid.IntRange(1, 4).Draw(t, "n") {
			list = append(list, &mail.Address{
				Name:    rapid.StringMatching(`[A-Za-zäöü,.;@"()<>' -]{0,20}`).Draw(t, "name"),
				Address: rapid.StringMatching(`[a-z0-9.+_-]{1,10}@[a-z]{1,8}\.(org|de)`).Filter(isDotAtom).Draw(t, "address"),
			})
		}
		var written []string
		for _, a := range list {
			written = append(written, a.String())
		}
		field := strings.Join(written, ", ")
		want, err := mail.ParseAddressList(field)
		if err != nil {
			t.Skip("net/mail does not read what it wrote")
		}
		got := parseAddresses(field)
		if len(got) != len(want) {
			t.Fatalf("%q: %d addresses, want %d", field, len(got), len(want))
		}
		for i := range want {
			if got[i].Address != want[i].Address {
				t.Errorf("%q: %q, want %q", field, got[i].Address, want[i].Address)
			}
		}
	})
}

func isDotAtom(s string) bool {
	local, _, _ := strings.Cut(s, "@")
	return !strings.HasPrefix(local, ".") && !strings.HasSuffix(local, ".") && !strings.Contains(local, "..")
}

func TestMessageIDs(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"<a@b> <c@d>", []string{"a@b", "c@d"}},
		{"<a@b>,<c@d>;<a@b>", []string{"a@b", "c@d"}},
		{"<a@b\r\n c@d>", []string{"a@bc@d"}},
		{"Your mail of Monday <a@b> (by Ann)", []string{"a@b"}},
		{"a@b, c@d", []string{"a@b", "c@d"}},
		{"<a@b", []string{"a@b"}},
		{"none", nil},
	} {
		if diff := cmp.Diff(c.want, parseIDs(unfold(c.in))); diff != "" {
			t.Errorf("%q: -want +got\n%s", c.in, diff)
		}
	}
	if ids := parseIDs(references200k()[:100_000]); len(ids) != maxReferences || ids[0] != "0@example.org" {
		t.Errorf("%d ids, the first %q; the first of a long thread must stay", len(ids), ids[0])
	}
}

func TestDates(t *testing.T) {
	const want = "2024-06-03T10:00:00Z"
	for _, in := range []string{
		"Mon, 3 Jun 2024 12:00:00 +0200", "Mon, 03 Jun 2024 10:00:00 GMT", "3 Jun 2024 10:00:00 +0000 (UTC)", "Mon, 3 Jun 24 10:00:00 +0000",
		"Mon Jun  3 10:00:00 2024", "Mon, 3 Jun 2024 12:00:00 +02:00", "2024-06-03T10:00:00Z", "2024-06-03 12:00:00 +0200", "Mon, 3 Jun 2024 10:00 +0000",
	} {
		if got := parseDate(in).Format("2006-01-02T15:04:05Z07:00"); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	for _, in := range []string{"", "yesterday", "Mon, 32 Jun 2024 10:00:00 +0000", "Mon, 3 Jun 1024 10:00:00 +0000"} {
		if got := parseDate(in); !got.IsZero() {
			t.Errorf("%q: %s, want none", in, got)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"Ann <a@b.org>, \"x\" (c) y@z", "<@a,@b:c@d>", "a:b;c", "((((", "\"\\", "<<<>>>", "=?utf-8?Q?=2C?= <a@b>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, a := range parseAddresses(Header{}.text(field{value: in})) {
			for _, s := range []string{a.Name, a.Address} {
				if !utf8.ValidString(s) || strings.ContainsAny(s, "\r\n\x00") {
					t.Errorf("%q is not one clean line", s)
				}
			}
		}
	})
}
