package intake

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/mailwire/imapfetch"
)

// TestCheck04LongAway finds a mailbox full after ten days: the dates of its mails keep none of them out.
func TestCheck04LongAway(t *testing.T) {
	const waiting = 250
	onEach(t, func(t *testing.T, k *desk) {
		box := map[uint32]string{}
		for uid := uint32(1); uid <= waiting; uid++ {
			date := monday.AddDate(0, 0, -10).Add(time.Duration(uid) * time.Minute)
			box[uid] = letterOf("From: "+chloe, "To: "+support, fmt.Sprint("Subject: waits ", uid), "Date: "+date.Format(time.RFC1123Z))
		}
		place := imapfetch.Place{Account: "a", Mailbox: "INBOX", UIDValidity: 1}
		k = k.at(monday)
		if n := k.fetch(&imapLedger{k.Service}, place, waiting+1, box); n != waiting {
			t.Errorf("%d mails fetched, want %d", n, waiting)
		}
		if n := k.fetch(&imapLedger{k.Service}, place, waiting+1, box); n != 0 {
			t.Errorf("%d mails fetched twice", n)
		}
		tickets := k.tickets()
		k.fileAll()
		if c := k.balanced(); c.Filed != waiting+1 || k.tickets() != tickets+waiting {
			t.Errorf("%+v, %d tickets", c, k.tickets()-tickets)
		}
	})
}

// nested wraps a mail into another as message/rfc822.
func nested(subject, inside string) string {
	return letterOf("From: "+dana, "To: "+support, "Subject: "+subject, "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary="+subject,
		"\n--"+subject+"\nContent-Type: text/html\n\n<p>words of "+subject+"</p>\n--"+subject+
			"\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename="+subject+".eml\n\n"+strings.ReplaceAll(inside,
			"\r\n", "\n")+"\n--"+subject+"--\n")
}

// TestCheck16Forwarded files a mail in a mail in a mail: its own words are the comment, the mail inside is one
// file that holds the rest, and opens as a mail again.
func TestCheck16Forwarded(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		inner := letterOf("From: "+chloe, "Subject: inmost", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=i",
			"\n--i\nContent-Type: text/html\n\n<p>words of inmost</p>\n--i\nContent-Type: text/plain; name=deep.log\nContent-Disposition: attachment\n\ndeep\n--i--\n")
		d := k.filed(nested("outer", nested("middle", inner)))
		var got []string
		for _, level := range []string{"outer", "middle", "inmost"} {
			c := k.thread(d.TicketID).Comments[0]
			for _, other := range []string{"outer", "middle", "inmost"} {
				if has := strings.Contains(c.HTML+c.Body, "words of "+other); has != (other == level) {
					t.Errorf("the comment of %s holds words of %s: %v", level, other, has)
				}
			}
			if len(c.Attachments) != 1 {
				t.Fatalf("%s has %d files", level, len(c.Attachments))
			}
			a := c.Attachments[0]
			got = append(got, level+" "+a.Name+" "+a.ContentType)
			d = k.filed(k.content(a.Hash))
		}
		want := []string{"outer outer.eml message/rfc822", "middle middle.eml message/rfc822", "inmost deep.log text/plain"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// content reads a stored file.
func (k *desk) content(hash string) string {
	k.t.Helper()
	r, err := k.Blobs.Open(k.ctx, hash)
	if err != nil {
		k.t.Fatal(err)
	}
	defer r.Close()
	raw, err := io.ReadAll(r)
	if err != nil {
		k.t.Fatal(err)
	}
	return string(raw)
}
