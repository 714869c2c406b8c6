package event_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations()}

type happened struct{ N int }

func (happened) EventKind() string { return "probe.happened" }

func appendFacts(t *testing.T, d *db.DB, l *event.Log, ns ...int) error {
	t.Helper()
	ctx := access.With(t.Context(), access.Principal{UserID: 7, Role: access.Agent, Via: "web"})
	return d.Do(ctx, func(tx *db.Tx) error {
		for _, n := range ns {
			if err := l.Append(ctx, tx, event.Ticket(42), happened{n}); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAppend(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		l := event.NewLog()
		if err := errors.Join(appendFacts(t, d, l, 1, 2), appendFacts(t, d, l, 3)); err != nil {
			t.Fatal(err)
		}
		got, err := event.Of(t.Context(), d.Read(), event.Ticket(42), 0)
		if err != nil || len(got) != 3 {
			t.Fatalf("%v, %v", got, err)
		}
		for i, e := range got {
			f, err := event.Decode[happened](e)
			if err != nil || f.N != i+1 || e.Seq != int64(i+1) || e.ActorID != 7 || e.At.IsZero() {
				t.Errorf("event %d: %+v %+v %v", i, e, f, err)
			}
		}
		if got[0].AuditID != got[1].AuditID || got[1].AuditID == got[2].AuditID {
			t.Errorf("audits %d %d | %d", got[0].AuditID, got[1].AuditID, got[2].AuditID)
		}
	})
}

// TestHandlers shows the order, the answer to an answer, and that a failing handler undoes everything.
func TestHandlers(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		var calls []string
		l := event.NewLog()
		l.Attach([]event.Handler{
			{Name: "first", Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
				f, _ := event.Decode[happened](e)
				calls = append(calls, "first", string(rune('0'+f.N)))
				if f.N == 1 {
					return l.Append(ctx, tx, e.Subject, happened{2})
				}
				return nil
			}},
			{Name: "second", Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
				calls = append(calls, "second")
				if f, _ := event.Decode[happened](e); f.N == 9 {
					return errors.New("refused")
				}
				return nil
			}},
		}, nil)
		if err := appendFacts(t, d, l, 1); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(calls, " "); got != "first 1 second first 2 second" {
			t.Errorf("calls: %s", got)
		}
		if err := appendFacts(t, d, l, 3, 9); err == nil {
			t.Error("a failing handler did not fail the update")
		}
		if got, _ := event.Of(t.Context(), d.Read(), event.Ticket(42), 0); len(got) != 2 {
			t.Errorf("%d events after the undone update, want 2", len(got))
		}
	})
}

func TestEndlessAnswers(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		l := event.NewLog()
		l.Attach([]event.Handler{{Name: "echo", Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			return l.Append(ctx, tx, e.Subject, happened{1})
		}}}, nil)
		if err := appendFacts(t, d, l, 1); err == nil || !strings.Contains(err.Error(), "without end") {
			t.Errorf("%v", err)
		}
	})
}

// TestSubscribers runs a subscriber whose first try fails.
func TestSubscribers(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		got := make(chan int64, 10)
		l := event.NewLog()
		l.Attach(nil, []event.Subscriber{{Name: "probe", Kinds: []string{"probe.happened"}, Handle: func(ctx context.Context, e event.Event) error {
			if _, ok := access.From(ctx); !ok {
				t.Error("a subscriber without a principal")
			}
			got <- e.ID
			return nil
		}}})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); job.NewRunner(d, job.Config{}, l.Workers(d), nil).Run(ctx) }()
		if err := appendFacts(t, d, l, 1, 2); err != nil {
			t.Fatal(err)
		}
		if a, b := <-got, <-got; a == b {
			t.Errorf("the same event twice: %d", a)
		}
		cancel()
		<-ended
	})
}

func TestTail(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		l := event.NewLog()
		if err := appendFacts(t, d, l, 1); err != nil {
			t.Fatal(err)
		}
		got := make(chan event.Event, 10)
		go event.Tail(t.Context(), d, 10*time.Millisecond, slog.New(slog.DiscardHandler), func(es []event.Event) {
			for _, e := range es {
				got <- e
			}
		})
		var e event.Event
		for n := 2; e.ID == 0; n++ { // the tail starts at its own moment; append until it shows one
			if err := appendFacts(t, d, l, n); err != nil {
				t.Fatal(err)
			}
			select {
			case e = <-got:
			case <-time.After(20 * time.Millisecond):
			}
		}
		if e.Seq < 2 {
			t.Errorf("showed the past: %+v", e)
		}
	})
}
