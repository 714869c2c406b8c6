package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/mail"
	"os/exec"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/test/rig"
)

// arrived is what the customer's mail client needs of the reply to write back.
type arrived struct{ id, replyTo string }

// replyArrives finds the acknowledgement and the reply in the customer's mailbox and looks them over.
func (j *journey) replyArrives() arrived {
	j.t.Helper()
	var mails []string
	rig.Eventually(j.t, "the acknowledgement and the reply to arrive", func() bool {
		mails = j.rig.Mails(j.t, rig.Customer, "INBOX")
		return len(mails) == 2
	})
	isAck := func(raw string) bool { return header(j, raw).Get("Auto-Submitted") != "" }
	if isAck(mails[1]) {
		slices.Reverse(mails)
	}
	j.checkAck(header(j, mails[0]))
	h := header(j, mails[1])
	if h.Get("Auto-Submitted") != "" {
		j.t.Error("the engineer's reply calls itself automatic")
	}
	if got := h.Get("In-Reply-To"); got != firstID {
		j.t.Errorf("In-Reply-To is %s, want %s", got, firstID)
	}
	if refs := strings.Fields(h.Get("References")); !slices.Contains(refs, firstID) {
		j.t.Errorf("References are %v, without %s", refs, firstID)
	}
	j.checkContent(mails[1])
	j.checkSignatures(mails[0])
	j.checkSignatures(mails[1])
	back, err := mail.ParseAddress(h.Get("Reply-To"))
	local, domain, _ := strings.Cut(j.to, "@")
	if err != nil || !strings.HasPrefix(back.Address, local+"+") || !strings.HasSuffix(back.Address, "@"+domain) {
		j.t.Fatalf("Reply-To is %q (%v), want an address of %s with a token", h.Get("Reply-To"), err, j.to)
	}
	return arrived{h.Get("Message-Id"), back.Address}
}

func header(j *journey, raw string) mail.Header {
	j.t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		j.t.Fatal(err)
	}
	return m.Header
}

// checkAck asks for the ticket's number and for the headers of RFC 3834 §5 on the acknowledgement.
func (j *journey) checkAck(h mail.Header) {
	j.t.Helper()
	if got := h.Get("Auto-Submitted"); got != "auto-replied" {
		j.t.Errorf("the acknowledgement is Auto-Submitted %q, want auto-replied", got)
	}
	if got := h.Get("Subject"); !strings.Contains(got, "#1") {
		j.t.Errorf("the acknowledgement's subject %q does not name ticket #1", got)
	}
	if got := h.Get("In-Reply-To"); got != firstID {
		j.t.Errorf("the acknowledgement answers %s, want %s", got, firstID)
	}
}

// checkContent compares the words and the file, byte for byte.
func (j *journey) checkContent(raw string) {
	j.t.Helper()
	m := mailwire.Parse(j.t.Context(), strings.NewReader(raw), int64(len(raw)), mailwire.DefaultLimits())
	if !strings.Contains(m.Text, reply) {
		j.t.Errorf("the reply says %q", m.Text)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "every byte.bin" {
		j.t.Fatalf("the reply has the files %+v", m.Attachments)
	}
	r, err := m.Attachments[0].Open()
	if err != nil {
		j.t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, file) {
		j.t.Errorf("the file arrived as %d bytes, %v, and differs from the one sent", len(got), err)
	}
}

// verify asks dkimpy about every signature of a mail; the keys come from its argument, not from the DNS.
const verify = `
import json, sys, dkim
records = json.loads(sys.argv[1])
d = dkim.DKIM(sys.stdin.buffer.read())
print([d.verify(idx=i, dnsfunc=lambda name, timeout=5: records[name.decode().rstrip(".")].encode()) for i in range(len(records))])
`

func (j *journey) checkSignatures(raw string) {
	j.t.Helper()
	if err := exec.Command("/usr/bin/python3", "-c", "import dkim, nacl").Run(); err != nil {
		rig.Missing(j.t, "python3-dkim or python3-nacl is not installed")
	}
	records := map[string]string{}
	for _, k := range j.keys {
		records[k.Name()] = k.Record
	}
	list, err := json.Marshal(records)
	if err != nil {
		j.t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "-c", verify, string(list))
	cmd.Stdin = strings.NewReader(raw)
	out, err := cmd.CombinedOutput()
	if want := "[True, True]"; err != nil || strings.TrimSpace(string(out)) != want {
		j.t.Errorf("dkimpy says %s, want %s for an RSA and an Ed25519 signature (%v) of\n%s", out, want, err, fmt.Sprintf("%.2000s", raw))
	}
}
