package mailwire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCheck25HostileNames is the parser's part of check 25: each name is made safe, with a warning.
func TestCheck25HostileNames(t *testing.T) {
	for _, c := range []struct{ header, want string }{
		{`filename="../../x"`, "x"},
		{`filename="..\\..\\x.txt"`, "x.txt"},
		{`filename="/etc/passwd"`, "passwd"},
		{`filename*=utf-8''a%0D%0Ab.html`, "a b.html"},
		{`filename*=utf-8''exe%E2%80%AEfdp.scr`, "exefdp.scr"},
		{`filename="` + strings.Repeat("n", 300) + `.pdf"`, strings.Repeat("n", 196) + ".pdf"},
		{`filename*=utf-8''` + strings.Repeat("%C3%BC", 300) + ".pdf", strings.Repeat("ü", 98) + ".pdf"},
		{`filename="CON.txt"`, "_CON.txt"},
		{`filename="a?<b>.txt"`, "a__b_.txt"},
		{`filename="..."`, "attachment-1.bin"},
		{`filename="a.txt. "`, "a.txt"},
		{`filename=" "`, "part-1.bin"},
	} {
		m := read(t, "Content-Type: application/octet-stream\nContent-Disposition: attachment; "+c.header+"\n\nx")
		if len(m.Attachments) != 1 || m.Attachments[0].Name != c.want {
			t.Errorf("%s: %+v, want %q", c.header, show(m).Attached, c.want)
			continue
		}
		if warned := len(m.Warnings) == 1 && m.Warnings[0].Code == WarnRenamed; warned == strings.HasPrefix(c.want, "part-") {
			t.Errorf("%s: warnings %+v", c.header, m.Warnings)
		}
	}
}

func TestCheck25EqualNamesAreMadeUnique(t *testing.T) {
	var b strings.Builder
	for _, name := range []string{"a.txt", "A.TXT", "a.txt", "a (2).txt"} {
		fmt.Fprintf(&b, "--b\nContent-Type: text/plain; name=%q\nContent-Disposition: attachment\n\nx\n", name)
	}
	m := read(t, "Content-Type: multipart/mixed; boundary=b\n\n"+b.String()+"--b--\n")
	want := []string{"a.txt", "A (2).TXT", "a (3).txt", "a (2) (2).txt"}
	got := show(m)
	if diff := cmp.Diff(want, got.Attached); diff != "" || len(got.Warnings) != 3 {
		t.Errorf("warnings %v, names -want +got\n%s", got.Warnings, diff)
	}
}

// TestParameters reads names the way mailers write them.
func TestParameters(t *testing.T) {
	for _, c := range []struct{ in, value, name string }{
		{`attachment; filename=a.txt`, "attachment", "a.txt"},
		{`attachment; filename="a; b.txt"; size=3`, "attachment", "a; b.txt"},
		{`attachment; filename="a \"q\".txt"`, "attachment", `a "q".txt`},
		{`attachment; filename=""V04.rtf".rtf"`, "attachment", `"V04.rtf".rtf`},
		{`attachment; filename=my file (1).txt`, "attachment", "my file (1).txt"},
		{`attachment; filename="a.txt`, "attachment", "a.txt"},
		{`attachment filename=a.txt size=3`, "attachment", "a.txt"},
		{`filename=a.txt`, "", "a.txt"},
		{`ATTACHMENT;FILENAME=a.txt`, "attachment", "a.txt"},
		{`attachment; filename="C:\temp\new.txt"`, "attachment", `C:\temp\new.txt`},
		{`attachment; filename==?utf-8?Q?=C3=BC.txt?=`, "attachment", "ü.txt"},
		{`attachment; filename="=?utf-8?Q?a?= =?utf-8?Q?b?="`, "attachment", "ab"},
		{`attachment; filename*=utf-8'de'%C3%BC.txt`, "attachment", "ü.txt"},
		{`attachment; filename*=iso-8859-1''%FC.txt`, "attachment", "ü.txt"},
		{`attachment; filename*=Shift_JIS'ja'%82%A0.txt`, "attachment", "あ.txt"},
		{`attachment; filename*="utf-8''%C3%BC.txt"`, "attachment", "ü.txt"},
		{`attachment; filename*0="a "; filename*1="b.txt"`, "attachment", "a b.txt"},
		{`attachment; filename*1*=%BC.txt; filename*0*=utf-8''%C3`, "attachment", "ü.txt"},
		{`attachment; filename*0*=utf-8''a%20; filename*1="%41.txt"`, "attachment", "a %41.txt"},
		{`attachment; filename=old.txt; filename*=utf-8''new.txt`, "attachment", "new.txt"},
		{`attachment; filename*=100%25.txt`, "attachment", "100%.txt"},
		{`attachment;; ; filename=a.txt;`, "attachment", "a.txt"},
		{`attachment; filename`, "attachment", ""},
		{"", "", ""},
	} {
		m := parseMediaType(c.in)
		if m.value != c.value || m.params["filename"] != c.name {
			t.Errorf("%s: %q %q, want %q %q", c.in, m.value, m.params["filename"], c.value, c.name)
		}
	}
}
