package boundary

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// secrets are identifiers of every kind, as they are looked for in what is left.
var secrets = []string{"Helvetia Space Agency", "HSA", "Jane Okonkwo", "Okonkwo", "jane.okonkwo@agency.gov", "gitaly-02",
	"gitaly-01.prod.agency.gov", "agency.gov",
	"10.0.0.7", "2001:db8::7", "aa:bb:cc:dd:ee:0f", "/home/jokonkwo", "glpat-abcdefGHIJKL12345678", "https://gitlab.agency.gov/secret/project", "ip-10-0-0-1"}

// disguises write an identifier as a log, a mail program or a careful person may.
var disguises = []func(string) string{
	func(s string) string { return s }, strings.ToUpper, strings.ToLower,
	func(s string) string { return strings.ReplaceAll(s, ".", "[.]") },
	func(s string) string { return strings.ReplaceAll(s, "-", "%2D") },
	func(s string) string { return s[:len(s)/2] + "\u200b" + s[len(s)/2:] },
	func(s string) string { return s[:len(s)/2] + "\u00ad" + s[len(s)/2:] },
	func(s string) string { return strings.ReplaceAll(s, "a", "а") }, // Cyrillic
	func(s string) string { return `"` + s + `"` }, func(s string) string { return "<" + s + ">" }, func(s string) string { return "\\n" + s + "\\n" },
}

// TestNothingIsLeft draws texts around identifiers: what comes out holds none, and is a text in which none is found.
func TestNothingIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in strings.Builder
		for range rapid.IntRange(1, 8).Draw(t, "pieces") {
			in.WriteString(rapid.StringMatching(`[ \n,;()=][ \n,;()=/a-z0-9]{0,8}[ \n,;()=]`).Draw(t, "between"))
			in.WriteString(rapid.SampledFrom(disguises).Draw(t, "disguise")(rapid.SampledFrom(secrets).Draw(t, "secret")))
			in.WriteString(rapid.SampledFrom([]string{" ", "\n", ",", ".\n", ")", ""}).Draw(t, "after"))
		}
		out, _ := agency.Redact(in.String())
		clean(t, in.String(), out)
	})
}

func clean(t interface{ Errorf(string, ...any) }, in, out string) {
	if left := agency.Find(out); len(left) > 0 {
		t.Errorf("%q became %q, with %v", in, out, left)
	}
	for _, s := range secrets {
		if len(s) > 3 && strings.Contains(strings.ToLower(out), strings.ToLower(s)) {
			t.Errorf("%q became %q, with %s", in, out, s)
		}
	}
}

func FuzzRedact(f *testing.F) {
	for _, s := range secrets {
		f.Add("x " + s + "\n" + s + "%20&#46;")
	}
	f.Add("\xff%ff&#x110000;=\n[.](.)://@/home/~")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, found := range agency.Find(text) {
			if found.Start < at || found.End <= found.Start || found.End > len(text) {
				t.Fatalf("%q: %v", text, found)
			}
			at = found.End
		}
		out, _ := agency.Redact(text)
		if left := agency.Find(out); len(left) > 0 {
			t.Errorf("%q became %q, with %v", text, out, left)
		}
		agency.Learn(text)
	})
}

// TestReader reads in the smallest and the largest steps, over keys of many lines and lines without an end.
func TestReader(t *testing.T) {
	key := "-----BEGIN PRIVATE KEY-----\n" + strings.Repeat("MIIEvQIBADANBgkqhkiG9w0BAQ\n", 20) + "-----END PRIVATE KEY-----\n"
	long := strings.Repeat("x", blockSize+10) + " agency.gov"
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"one 10.0.0.7\ntwo 10.0.0.8\nagain 10.0.0.7", "one IP-1\ntwo IP-2\nagain IP-1"},
		{"a\n" + key + "b\n", "a\nTOKEN-1\nb\n"},
		{"a\n" + long + "\nb 10.0.0.7\n", "a\nREMOVED\nb IP-1\n"},
		{"a\n" + long, "a\nREMOVED\n"},
		{strings.Repeat("y", lineSize) + " 10.0.0.7\n", strings.Repeat("y", lineSize) + " IP-1\n"},
	} {
		for _, src := range []io.Reader{strings.NewReader(c.in), iotest.OneByteReader(strings.NewReader(c.in))} {
			got, err := io.ReadAll(agency.RedactReader(src))
			if err != nil || string(got) != c.want {
				t.Errorf("%.60q gives %.60q, %v; want %.60q", c.in, got, err, c.want)
			}
		}
	}
	if _, err := io.ReadAll(agency.RedactReader(iotest.ErrReader(fmt.Errorf("torn")))); err == nil {
		t.Error("an error of the source is lost")
	}
}

func TestLearn(t *testing.T) {
	ids := Identifiers{Domains: []string{"agency.gov"}, Allowed: Public()}.Learn(
		"Nov 23 00:00:01 sidekiq-west sshd[12]: x\n{\"hostname\":\"web-east\",\"host\": \"localhost\"}\nops@bastion-1:~$ ls\ngitaly-07.prod.agency.gov; see docs.gitlab.com")
	if got := ids.Find("sidekiq-west web-east bastion-1 gitaly-07 and localhost, docs.gitlab.com"); len(got) != 4 {
		t.Errorf("found %v of %v", got, ids.Hosts)
	}
}
