package compose

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"maps"
	"os/exec"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/rig"
)

// letters are mails with what breaks signatures: each is signed as it stands.
var letters = map[string]string{
	"plain":                "From: a@b.test\r\nSubject: x\r\n\r\nhello\r\n",
	"8-bit":                "From: a@b.test\r\nSubject: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf\xe9 gr\xfc\xdfe\r\n",
	"UTF-8 folded header":  "From: =?utf-8?q?J=C3=BCrgen?=\r\n =?utf-8?q?_M=C3=BCller?= <a@b.test>\r\nSubject: =?utf-8?B?5L2g5aW9?=\r\n\t=?utf-8?B?5L2g5aW9?=\r\n\r\nx\r\n",
	"raw UTF-8 header":     "From: jürgen@b.test\r\nSubject: grüße\r\n  und mehr\r\n\r\nx\r\n",
	"long lines":           "From: a@b.test\r\nSubject: " + strings.Repeat("long ", 400) + "\r\n\r\n" + strings.Repeat("x", 20_000) + "\r\n",
	"empty body":           "From: a@b.test\r\nSubject: x\r\n\r\n",
	"blank lines at end":   "From: a@b.test\r\nSubject: x\r\n\r\nx  \t y \r\n\r\n\r\n",
	"no line end":          "From: a@b.test\r\nSubject: x\r\n\r\nx",
	"lines with dots only": "From: a@b.test\r\nSubject: x\r\n\r\n.\r\n..\r\n",
}

type published struct{ record, pem string }

func keys(t *testing.T) map[KeyKind]published {
	t.Helper()
	all := map[KeyKind]published{}
	for _, kind := range []KeyKind{RSA, Ed25519} {
		pem, txt, err := GenerateKey(kind, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		all[kind] = published{txt, pem}
	}
	return all
}

func signed2(t *testing.T, raw string, keys map[KeyKind]published, kinds ...KeyKind) string {
	t.Helper()
	var signers []*Signer
	for _, kind := range kinds {
		s, err := NewSigner("b.test", string(kind), []byte(keys[kind].pem))
		if err != nil {
			t.Fatal(err)
		}
		signers = append(signers, s)
	}
	var out bytes.Buffer
	write := func(w io.Writer) error { _, err := io.WriteString(w, raw); return err }
	if err := Sign(&out, write, signers...); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(out.String(), raw) {
		t.Fatal("signing changed the mail")
	}
	return out.String()
}

// verify.py is dkimpy, which shares no line with go-msgauth.
const verifyPy = `
import sys, dkim
records = {b"rsa._domainkey.b.test.": sys.argv[1].encode(), b"ed25519._domainkey.b.test.": sys.argv[2].encode()}
d = dkim.DKIM(sys.stdin.buffer.read())
for i in range(int(sys.argv[3])):
    try:
        print(d.verify(idx=i, dnsfunc=lambda name, timeout=5: records[name]))
    except dkim.ValidationError:
        print(False)
`

func dkimpy(t *testing.T, raw string, keys map[KeyKind]published, signatures string) string {
	t.Helper()
	cmd := exec.Command("/usr/bin/python3", "-c", verifyPy, keys[RSA].record, keys[Ed25519].record, signatures)
	cmd.Stdin = strings.NewReader(raw)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("dkimpy: %v\n%s", err, stderr.String())
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func needDkimpy(t *testing.T) {
	t.Helper()
	if err := exec.Command("/usr/bin/python3", "-c", "import dkim, nacl").Run(); err != nil {
		rig.Missing(t, "python3-dkim is not installed")
	}
}

func TestCheck39SecondImplementationVerifies(t *testing.T) {
	needDkimpy(t)
	keys := keys(t)
	all := maps.Clone(letters)
	all["built"] = build(t, full())
	for name, raw := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			both := signed2(t, raw, keys, RSA, Ed25519)
			if got := dkimpy(t, both, keys, "2"); got != "True True" {
				t.Errorf("dkimpy says %s of\n%q", got, both)
			}
		})
	}
}

// full is a mail with all that Build can write.
func full() Outgoing {
	m := reply()
	m.Subject = "Größe, 你好, and a subject that goes on and on until it has to be folded somewhere"
	m.HTML = "<p>grüße" + strings.Repeat(" x", 1000)
	m.Automatic = AutoReplied
	m.References = []string{"a@b", "c@d"}
	m.Attachments = []File{file("größe.bin", "application/pdf", strings.Repeat("\x00\xff", 1000))}
	return m
}

func TestTamperingShows(t *testing.T) {
	needDkimpy(t)
	keys := keys(t)
	good := signed2(t, letters["plain"], keys, RSA)
	for name, bad := range map[string]string{
		"the body":       strings.Replace(good, "hello", "hallo", 1),
		"the subject":    strings.Replace(good, "Subject: x", "Subject: y", 1),
		"a second From":  strings.Replace(good, "Subject: x", "Subject: x\r\nFrom: evil@c.test", 1),
		"a new Reply-To": strings.Replace(good, "Subject: x", "Subject: x\r\nReply-To: evil@c.test", 1),
	} {
		if got := dkimpy(t, bad, keys, "1"); bad == good || got != "False" {
			t.Errorf("%s: dkimpy says %s", name, got)
		}
	}
	// The check above must be able to tell good from bad.
	if got := dkimpy(t, good, keys, "1"); got != "True" {
		t.Errorf("untouched: dkimpy says %s", got)
	}
}

func TestOwnLibraryVerifies(t *testing.T) {
	keys := keys(t)
	lookup := func(name string) ([]string, error) {
		return []string{keys[KeyKind(strings.TrimSuffix(name, "._domainkey.b.test"))].record}, nil
	}
	for name, raw := range letters {
		both := signed2(t, raw, keys, RSA, Ed25519)
		got, err := dkim.VerifyWithOptions(strings.NewReader(both), &dkim.VerifyOptions{LookupTXT: lookup})
		if err != nil || len(got) != 2 || got[0].Err != nil || got[1].Err != nil {
			t.Errorf("%s: %v, %+v", name, err, got)
		}
	}
}

func TestMailThatChangesIsNotSigned(t *testing.T) {
	keys := keys(t)
	signer, err := NewSigner("b.test", "ed25519", []byte(keys[Ed25519].pem))
	if err != nil {
		t.Fatal(err)
	}
	body := "From: a@b.test\r\n\r\n"
	err = Sign(io.Discard, func(w io.Writer) error {
		body += "x"
		_, err := io.WriteString(w, body)
		return err
	}, signer)
	if err == nil {
		t.Error("no error for a mail that changed")
	}
	gone := errors.New("the attachment is gone")
	if err := Sign(io.Discard, func(io.Writer) error { return gone }, signer); !errors.Is(err, gone) {
		t.Errorf("error %v, want %v", err, gone)
	}
}

func TestKeysThatCannotSign(t *testing.T) {
	pem, _, err := GenerateKey(Ed25519, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func() error{
		"no PEM": func() error { _, err := NewSigner("b.test", "s", []byte("secret")); return err },
		"no key within": func() error {
			_, err := NewSigner("b.test", "s", []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
			return err
		},
		"no domain":        func() error { _, err := NewSigner("", "s", []byte(pem)); return err },
		"no selector":      func() error { _, err := NewSigner("b.test", "", []byte(pem)); return err },
		"an odd algorithm": func() error { _, _, err := GenerateKey("dsa", rand.Reader); return err },
	} {
		if err := make(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: error %v, want an invalid input", name, err)
		}
	}
}
