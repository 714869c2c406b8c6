package ticket_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestFilesExpire is the part of acceptance 24 that a ticket's files go 90 days after the last update of a closed ticket,
// and not before. The file of a live ticket stays.
func TestFilesExpire(t *testing.T) {
	days(t, func(t *testing.T, o *office, run func() func()) {
		o.AttachRefusals(func(context.Context, db.Querier) (ticket.Refusals, error) { return ticket.Refusals{FileDays: 90}, nil })
		ctx, solved := t.Context(), ticket.Solved
		attach := func(id int64) ticket.Attachment {
			a, err := o.Upload(o.as(ctx, "ana"), "trace.log", "text/plain", strings.NewReader("panic"))
			if err != nil {
				t.Fatal(err)
			}
			o.change(t, ctx, id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "see the file", Attachments: []int64{a.ID}}})
			return a
		}
		done, live := o.open(t, ctx).ID, o.open(t, ctx).ID
		gone, kept := attach(done), attach(live)
		defer run()()
		o.change(t, ctx, done, ticket.Update{Status: &solved})
		time.Sleep(7*24*time.Hour + time.Minute) // closed by itself
		if got := o.get(t, ctx, done).Status; got != ticket.Closed {
			t.Fatalf("the ticket is %s", got)
		}
		open := func(a ticket.Attachment) error {
			_, body, err := o.OpenAttachment(o.as(ctx, "ana"), a.ID)
			if err == nil {
				_, err = io.Copy(io.Discard, body)
				body.Close()
			}
			return err
		}
		time.Sleep(89 * 24 * time.Hour)
		synctest.Wait()
		if err := open(gone); err != nil {
			t.Errorf("after 89 days: %v", err)
		}
		time.Sleep(24*time.Hour + 2*time.Hour)
		synctest.Wait()
		if err := open(gone); !fault.Is(err, fault.NotFound) || !strings.Contains(err.Error(), "trace.log") {
			t.Errorf("after 90 days: %v", err)
		}
		if err := open(kept); err != nil {
			t.Errorf("of a live ticket: %v", err)
		}
		th, err := o.Thread(o.as(ctx, "ana"), done)
		if err != nil {
			t.Fatal(err)
		}
		last := th.Comments[len(th.Comments)-1].Attachments
		if len(last) != 1 || last[0].Name != "trace.log" || last[0].ExpiredAt.IsZero() || last[0].Hash != "" {
			t.Errorf("the thread shows %+v", last)
		}
	})
}
