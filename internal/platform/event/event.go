// Package event keeps the one append-only log of facts: it is the audit trail, what rules and clocks react
// to, and the live feed. A fact is appended in the transaction that makes it true; handlers run inside that
// transaction, subscribers afterwards as jobs, at least once.
package event

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the log's schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "event", FS: sub}
}

// Subject is what a fact is about.
type Subject struct {
	Type string // ticket, user, organization, group, delivery, setting, view, macro
	ID   int64
}

// Ticket is the subject of most facts.
func Ticket(id int64) Subject { return Subject{Type: "ticket", ID: id} }

// Fact is the typed content of an event. It must marshal to JSON and hold ids and field values only.
type Fact interface {
	// EventKind names the fact in the past tense: ticket.created, comment.added.
	EventKind() string
}

// Event is a fact as it stands in the log.
type Event struct {
	ID      int64
	AuditID int64 // the same for all events of one update
	Subject Subject
	Seq     int64 // orders the events of one subject, from 1 without gaps
	Kind    string
	At      time.Time
	ActorID int64 // 0: the desk itself
	Data    json.RawMessage
}

// Decode reads the event's content as T.
func Decode[T Fact](e Event) (T, error) {
	var t T
	if err := json.Unmarshal(e.Data, &t); err != nil {
		return t, fmt.Errorf("event %d (%s): %w", e.ID, e.Kind, err)
	}
	return t, nil
}

// Handler runs inside the transaction that appends, in the order in which the log was given them. An error
// undoes the whole update. It may append further facts, which are handled in turn.
type Handler struct {
	Name   string
	Kinds  []string // nil means every kind
	Handle func(ctx context.Context, tx *db.Tx, e Event) error
}

// Subscriber runs as a job after the commit, at least once per event.
type Subscriber struct {
	Name   string
	Kinds  []string
	Handle func(ctx context.Context, e Event) error
}

// Log appends facts. Its handlers and subscribers are set once, when a desk is built.
type Log struct {
	handlers    []Handler
	subscribers []Subscriber
}

// NewLog makes a log without handlers; Attach adds them.
func NewLog() *Log { return &Log{} }

// Attach adds handlers and subscribers in order. It must not be called once the desk runs.
func (l *Log) Attach(handlers []Handler, subscribers []Subscriber) {
	l.handlers = append(l.handlers, handlers...)
	l.subscribers = append(l.subscribers, subscribers...)
}

// rounds bounds how often handlers may answer facts with facts in one update.
const rounds = 100

// pending is the state of one transaction: its audits, and the events its handlers have not seen yet.
type pending struct {
	audits   map[update]int64
	seqs     map[Subject]int64
	queue    []Event
	handling bool
}

// update is one change of one subject: an import that moves a transaction's instant makes several.
type update struct {
	subject Subject
	at      int64
}

type pendingKey struct{}

// Append writes facts about subject to the log, then runs the handlers, including those for facts that
// handlers append. The subject's row must be locked by the caller.
func (l *Log) Append(ctx context.Context, tx *db.Tx, subject Subject, facts ...Fact) error {
	p := tx.Value(pendingKey{}, func() any {
		tx.AfterCommit(tx.Signal("event"))
		return &pending{audits: map[update]int64{}, seqs: map[Subject]int64{}}
	}).(*pending)
	for _, f := range facts {
		e, err := l.insert(ctx, tx, p, subject, f)
		if err != nil {
			return fmt.Errorf("append %s: %w", f.EventKind(), err)
		}
		if err := l.subscribe(ctx, tx, e); err != nil {
			return err
		}
		p.queue = append(p.queue, e)
	}
	if p.handling { // the outermost Append goes on with the queue
		return nil
	}
	p.handling = true
	defer func() { p.handling = false }()
	return l.drain(ctx, tx, p)
}

func (l *Log) drain(ctx context.Context, tx *db.Tx, p *pending) error {
	for handled := 0; len(p.queue) > 0; handled++ {
		if handled > rounds*max(1, len(l.handlers)) {
			return fmt.Errorf("event handlers answer one another without end, last with %s", p.queue[0].Kind)
		}
		e := p.queue[0]
		p.queue = p.queue[1:]
		for _, h := range l.handlers {
			if h.Kinds != nil && !slices.Contains(h.Kinds, e.Kind) {
				continue
			}
			if err := h.Handle(ctx, tx, e); err != nil {
				return fmt.Errorf("%s on %s: %w", h.Name, e.Kind, err)
			}
		}
	}
	return nil
}

// subscribe enqueues one job per subscriber, because a cursor over ids would lose facts that become visible
// out of order on PostgreSQL.
func (l *Log) subscribe(ctx context.Context, tx *db.Tx, e Event) error {
	for _, s := range l.subscribers {
		if !slices.Contains(s.Kinds, e.Kind) {
			continue
		}
		if _, err := job.Enqueue(ctx, tx, "event."+s.Name, args{e.ID}, job.Options{}); err != nil {
			return err
		}
	}
	return nil
}

type args struct {
	Event int64 `json:"event"`
}

// Workers are the jobs that call the subscribers.
func (l *Log) Workers(d *db.DB) []job.Worker {
	workers := make([]job.Worker, 0, len(l.subscribers))
	for _, s := range l.subscribers {
		workers = append(workers, job.Worker{Kind: "event." + s.Name, Handle: func(ctx context.Context, j job.Job) error {
			var a args
			if err := j.Decode(&a); err != nil {
				return err
			}
			e, err := Find(ctx, d.Read(), a.Event)
			if err != nil {
				return err
			}
			return s.Handle(access.AsSystem(ctx, "job"), e)
		}})
	}
	return workers
}
