package smtpd

import (
	"crypto/sha256"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/test/rig"
)

// The counts of the long form, which takes minutes, and of the one that every run affords.
func counts() (mails, deaths int) {
	if os.Getenv("DAYWATCH_RIG") == "full" {
		return 500, 100
	}
	return 40, 1
}

// whole is a header that Postfix has nothing to add to.
const whole = "From: ada@a.test\r\nTo: desk@desk.test\r\nDate: Sun, 01 Mar 2026 09:30:00 +0100\r\nMessage-ID: <m1@a.test>\r\n"

func TestPostfixHandsMailIn(t *testing.T) {
	store := &shelf{}
	addr, _ := start(t, Config{Protocol: LMTP, Domain: "desk.test"}, store)
	_, port, _ := net.SplitHostPort(addr)
	var n int
	fmt.Sscan(port, &n)
	r := rig.Start(t, rig.Options{DeskPort: n})

	r.Swaks("--from", "<>", "--to", "desk@desk.test", "--header", "Subject: null sender")
	r.Swaks("--from", "ada@a.test", "--to", "desk+t42.k9f3a@desk.test", "--header", "Subject: plus")
	r.Swaks("--from", "ada@a.test", "--to", "a@desk.test,b@desk.test", "--header", "Subject: two")
	body := whole + "Subject: bytes\r\n\r\n\x80\xff 8-bit\r\n.\r\n..\r\ntrailing \t\r\n\r\n" + strings.Repeat("y", 900) + "\r\n"
	r.Deliver("ada@a.test", []string{"bytes@desk.test"}, body)
	r.AwaitEmptyQueue()

	got := map[string]keptMail{}
	for _, d := range store.all() {
		got[d.To[0]] = d
	}
	for _, to := range []string{"desk@desk.test", "desk+t42.k9f3a@desk.test", "a@desk.test", "b@desk.test", "bytes@desk.test"} {
		if _, there := got[to]; !there {
			t.Errorf("no mail for %s", to)
		}
	}
	if d := got["desk@desk.test"]; d.From != "" || !strings.HasPrefix(d.bytes, "Return-Path: <>\r\nDelivered-To: desk@desk.test\r\n") {
		t.Errorf("null sender: %q in\n%s", d.From, d.bytes)
	}
	if d := got["bytes@desk.test"]; !strings.HasSuffix(d.bytes, body) {
		t.Errorf("the bytes changed on their way:\n%q", d.bytes)
	}
}

// Killed at any point, the listener loses no mail and keeps none twice: Postfix sends again what was not
// answered, and the key absorbs what had been kept.
func TestCheck01ListenerKilled(t *testing.T) {
	mails, deaths := counts()
	port := rig.FreePort(t)
	r := rig.Start(t, rig.Options{DeskPort: port})
	c := startChild(t, port, "0.3")
	for i := range mails {
		r.Deliver("ada@a.test", []string{"desk@desk.test"}, fmt.Sprintf("From: ada@a.test\r\nMessage-ID: <same@a.test>\r\nSubject: mail %d.\r\n\r\nx\r\n", i))
	}
	rig.Eventually(t, "an empty queue", func() bool {
		r.Flush()
		return r.Queue() == 0
	})
	all := c.kept(t)
	if len(all) != mails {
		t.Errorf("%d mails kept, want %d", len(all), mails)
	}
	for i := range mails {
		copies := 0
		for _, text := range all {
			copies += strings.Count(text, fmt.Sprintf("Subject: mail %d.\r\n", i))
		}
		if copies != 1 {
			t.Errorf("mail %d is kept %d times", i, copies)
		}
	}
	if n := int(c.deaths.Load()); n < deaths {
		t.Errorf("the listener was killed only %d times, want %d", n, deaths)
	}
	if left, err := os.ReadDir(filepath.Join(c.dir, "spool")); err != nil || len(left) != 0 {
		t.Errorf("left in the spool: %v, %v", left, err)
	}
	absorbed, _ := os.ReadFile(filepath.Join(c.dir, "absorbed"))
	t.Logf("%d mails, %d kills, %d mails sent again were absorbed", mails, c.deaths.Load(), strings.Count(string(absorbed), "\n"))
}

func TestCheck20LargeMailGrowsNoMemory(t *testing.T) {
	port := rig.FreePort(t)
	r := rig.Start(t, rig.Options{DeskPort: port})
	c := startChild(t, port, "0")
	rig.Eventually(t, "the listener", func() bool {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	r.Deliver("ada@a.test", []string{"desk@desk.test"}, "Subject: small\r\n\r\nx\r\n")
	r.AwaitEmptyQueue()
	before := c.peak(t)
	body := whole + "Subject: large\r\n\r\n" + strings.Repeat(strings.Repeat("0123456789abcdef", 4)+"\r\n", 50<<20/66)
	r.Deliver("ada@a.test", []string{"desk@desk.test"}, body)
	r.AwaitEmptyQueue()
	grown := c.peak(t) - before
	if grown > 16<<20 {
		t.Errorf("memory grew by %d octets for a mail of %d", grown, len(body))
	}
	found := false
	for _, text := range c.kept(t) {
		// Postfix puts its own Received header before the mail.
		if i := strings.Index(text, whole+"Subject: large"); i >= 0 {
			found = sha256.Sum256([]byte(text[i:])) == sha256.Sum256([]byte(body))
		}
	}
	if !found {
		t.Error("the mail is not kept, or is not what was sent")
	}
	t.Logf("a mail of %d MB grew memory by %d KB", len(body)>>20, grown>>10)
}
