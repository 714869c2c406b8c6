package ticket_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// bubble runs fn on both engines on bent time, with the desk's jobs running.
func bubble(t *testing.T, fn func(t *testing.T, o *office)) {
	dbtest.Bubble(t, lifeMigrations, func(t *testing.T, d *db.DB) {
		o := openOffice(t, d)
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { job.NewRunner(d, job.Config{Poll: time.Minute}, o.Workers(), nil).Run(ctx) })
		defer wg.Wait()
		defer stop()
		fn(t, o)
	})
}

// TestHeldReply: nothing leaves before the undo time ends, everything does at its end, by itself.
func TestHeldReply(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		pending := ticket.Pending
		held, err := o.Send(o.as(ctx, "ana"), ticket.Reply{TicketID: tk.ID, Public: true, Body: "Try a restart.", Then: ticket.Update{Status: &pending}})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(9 * time.Second)
		if got := o.get(t, ctx, tk.ID); got.CommentCount != 1 || got.Status != ticket.New {
			t.Errorf("one second early: %d comments, %v", got.CommentCount, got.Status)
		}
		if err := access.Check(o.as(ctx, "ben"), access.CommentPublic); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Undo(o.as(ctx, "ben"), held.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody else took it back: %v", err)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		got := o.get(t, ctx, tk.ID)
		if got.CommentCount != 2 || got.Status != ticket.Pending || !got.Replied {
			t.Errorf("after the undo time: %+v", got)
		}
		if _, err := o.Undo(o.as(ctx, "ana"), held.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("undo after the mail left: %v", err)
		}
	})
}

func TestUndo(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		a, err := o.Upload(o.as(ctx, "ana"), "a.log", "text/plain", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		held, err := o.Send(o.as(ctx, "ana"), ticket.Reply{TicketID: tk.ID, Public: true, Body: "Wrong ticket!", Attachments: []int64{a.ID}})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.SaveDraft(o.as(ctx, "ana"), tk.ID, true, "and more"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Undo(o.as(ctx, "ana"), held.ID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := o.get(t, ctx, tk.ID); got.CommentCount != 1 {
			t.Errorf("an undone reply was sent: %+v", got)
		}
		if d, err := o.Draft(o.as(ctx, "ana"), tk.ID); err != nil || d.Body != "Wrong ticket!\n\nand more" || !slices.Equal(d.Attachments, []int64{a.ID}) {
			t.Errorf("the text is lost: %+v, %v", d, err)
		}
	})
}

// TestRefusedLater: what the ticket refuses at the end of the undo time stays visible with the reason.
func TestRefusedLater(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		tk := o.open(t, ctx)
		if _, err := o.Send(o.as(ctx, "ana"), ticket.Reply{TicketID: tk.ID, Public: true, Body: "Too late"}); err != nil {
			t.Fatal(err)
		}
		o.set(t, ctx, tk.ID, ticket.Closed)
		time.Sleep(time.Minute)
		synctest.Wait()
		th, err := o.Thread(o.as(ctx, "ana"), tk.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(th.Held) != 1 || !strings.Contains(th.Held[0].Problem, "closed") || th.Held[0].Body != "Too late" {
			t.Errorf("held: %+v", th.Held)
		}
		if last := th.History[len(th.History)-1]; last.Kind != (ticket.NotSent{}).EventKind() || last.ActorID != o.ids["ana"] {
			t.Errorf("nobody is told: %+v", last)
		}
	})
}
