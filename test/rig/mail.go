package rig

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/smtp"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Swaks sends a mail through Postfix by the program of that name, and gives what the two said.
func (r *Rig) Swaks(args ...string) string {
	r.t.Helper()
	return r.run("swaks", append([]string{"--server", "127.0.0.1", "--port", strconv.Itoa(r.SMTPPort), "--helo", "client.test"}, args...)...)
}

// Deliver hands a mail to Postfix byte for byte.
func (r *Rig) Deliver(from string, to []string, raw string) {
	r.t.Helper()
	if err := smtp.SendMail(fmt.Sprintf("127.0.0.1:%d", r.SMTPPort), nil, from, to, []byte(raw)); err != nil {
		r.t.Fatalf("hand a mail to Postfix: %v", err)
	}
}

// Queue counts the mails that Postfix still has.
func (r *Rig) Queue() int {
	r.t.Helper()
	return len(r.Waiting())
}

// Waiting tells for each mail that Postfix still has why it has it: what the next server said last, or nothing
// before the first try.
func (r *Rig) Waiting() (reasons []string) {
	r.t.Helper()
	for d := json.NewDecoder(bytes.NewReader([]byte(r.run("postqueue", "-c", r.path("postfix"), "-j")))); ; {
		var mail struct {
			Recipients []struct {
				Reason string `json:"delay_reason"`
			} `json:"recipients"`
		}
		err := d.Decode(&mail)
		if errors.Is(err, io.EOF) {
			return reasons
		}
		if err != nil {
			r.t.Fatalf("read the queue: %v", err)
		}
		var said []string
		for _, to := range mail.Recipients {
			said = append(said, to.Reason)
		}
		reasons = append(reasons, strings.Join(said, "; "))
	}
}

// Flush makes Postfix try all mail again now. It may fail while Postfix is busy with the last flush.
func (r *Rig) Flush() {
	_ = exec.Command("postqueue", "-c", r.path("postfix"), "-f").Run()
}

// AwaitEmptyQueue waits until Postfix has handed on all mail.
func (r *Rig) AwaitEmptyQueue() {
	r.t.Helper()
	Eventually(r.t, "an empty queue", func() bool { return r.Queue() == 0 })
}

// IMAP signs in to Dovecot as User would, for a look into the mailboxes.
func (r *Rig) IMAP(t testing.TB) *imapclient.Client {
	t.Helper()
	return r.IMAPAs(t, User)
}

// IMAPAs is IMAP for any user of Dovecot.
func (r *Rig) IMAPAs(t testing.TB, user string) *imapclient.Client {
	t.Helper()
	c, err := imapclient.DialInsecure(fmt.Sprintf("127.0.0.1:%d", r.IMAPPort), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.Login(user, Password).Wait(); err != nil {
		t.Fatal(err)
	}
	return c
}

// Count tells how many mails a mailbox holds, and how many of them nobody has read.
func (r *Rig) Count(t testing.TB, c *imapclient.Client, mailbox string) (all, unseen uint32) {
	t.Helper()
	got, err := c.Status(mailbox, &imap.StatusOptions{NumMessages: true, NumUnseen: true}).Wait()
	if err != nil {
		t.Fatal(err)
	}
	return *got.NumMessages, *got.NumUnseen
}

// Mails reads every mail of a user's mailbox, byte for byte, oldest first.
func (r *Rig) Mails(t testing.TB, user, mailbox string) []string {
	t.Helper()
	c := r.IMAPAs(t, user)
	got, err := c.Select(mailbox, nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	if got.NumMessages == 0 {
		return nil
	}
	section := &imap.FetchItemBodySection{Peek: true}
	list, err := c.Fetch(imap.SeqSet{imap.SeqRange{Start: 1}}, &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil {
		t.Fatal(err)
	}
	var mails []string
	for _, m := range list {
		mails = append(mails, string(m.FindBodySection(section)))
	}
	return mails
}

// Append puts a mail into a mailbox, with flags and date as another client would.
func (r *Rig) Append(t testing.TB, c *imapclient.Client, mailbox, raw string, o *imap.AppendOptions) {
	t.Helper()
	w := c.Append(mailbox, int64(len(raw)), o)
	if _, err := io.WriteString(w, raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Wait(); err != nil {
		t.Fatal(err)
	}
}
