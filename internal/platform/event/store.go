package event

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func (l *Log) insert(ctx context.Context, tx *db.Tx, p *pending, s Subject, f Fact) (Event, error) {
	data, err := json.Marshal(f)
	if err != nil {
		return Event{}, err
	}
	actor, _ := access.From(ctx)
	key := update{s, tx.Now().UnixMicro()}
	audit, ok := p.audits[key]
	if !ok {
		audit, err = tx.Insert(ctx, `INSERT INTO audits (subject_type, subject_id, actor_id, actor_role, via, at)
			VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, s.Type, s.ID, actor.UserID, string(actor.Role), actor.Via, tx.Now())
		if err != nil {
			return Event{}, err
		}
		p.audits[key] = audit
		err = tx.QueryRow(ctx, "SELECT coalesce(max(seq), 0) FROM events WHERE subject_type = $1 AND subject_id = $2", s.Type, s.ID).Scan(p.seq(s))
		if err != nil {
			return Event{}, err
		}
	}
	p.seqs[s]++
	e := Event{AuditID: audit, Subject: s, Seq: p.seqs[s], Kind: f.EventKind(), At: tx.Now(), ActorID: actor.UserID, Data: data}
	e.ID, err = tx.Insert(ctx, `INSERT INTO events (audit_id, subject_type, subject_id, seq, kind, at, actor_id, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
		e.AuditID, s.Type, s.ID, e.Seq, e.Kind, e.At, e.ActorID, string(data))
	return e, err
}

// seq scans a subject's last sequence number into the map.
func (p *pending) seq(s Subject) sql.Scanner { return seqScanner{p.seqs, s} }

type seqScanner struct {
	seqs map[Subject]int64
	s    Subject
}

// Scan implements sql.Scanner.
func (q seqScanner) Scan(src any) error {
	q.seqs[q.s], _ = src.(int64)
	return nil
}

const columns = "id, audit_id, subject_type, subject_id, seq, kind, at, actor_id, data"

func scan(row interface{ Scan(...any) error }, e *Event) error {
	return row.Scan(&e.ID, &e.AuditID, &e.Subject.Type, &e.Subject.ID, &e.Seq, &e.Kind, db.Time(&e.At), &e.ActorID, (*[]byte)(&e.Data))
}

// Find gives one event.
func Find(ctx context.Context, q db.Querier, id int64) (e Event, err error) {
	err = scan(q.QueryRow(ctx, "SELECT "+columns+" FROM events WHERE id = $1", id), &e)
	return e, db.OrNotFound(err, "No event %d", id)
}

// Of lists the events of one subject in order; after is the sequence number to start behind, 0 for all.
func Of(ctx context.Context, q db.Querier, s Subject, after int64) ([]Event, error) {
	return db.All(ctx, q, func(row *sql.Rows, e *Event) error { return scan(row, e) },
		"SELECT "+columns+" FROM events WHERE subject_type = $1 AND subject_id = $2 AND seq > $3 ORDER BY seq", s.Type, s.ID, after)
}

// Last gives the time of the subject's newest event, zero where nothing happened.
func Last(ctx context.Context, q db.Querier, s Subject) (at time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT max(at) FROM events WHERE subject_type = $1 AND subject_id = $2", s.Type, s.ID).Scan(db.Time(&at))
	return at, err
}

// since lists the events behind id, oldest first.
func since(ctx context.Context, q db.Querier, id int64, limit int) ([]Event, error) {
	return db.All(ctx, q, func(row *sql.Rows, e *Event) error { return scan(row, e) },
		"SELECT "+columns+" FROM events WHERE id > $1 ORDER BY id LIMIT $2", id, limit)
}

func newest(ctx context.Context, q db.Querier) (id int64, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM events").Scan(&id)
	return id, err
}

func listType(ctx context.Context, q db.Querier, subject string, f Filter) ([]Entry, error) {
	var w db.Where
	w.And("e.subject_type = ?", subject)
	if f.Before != 0 {
		w.And("e.id < ?", f.Before)
	}
	if len(f.NotVia) > 0 {
		w.And("a.via NOT IN "+db.In(len(f.NotVia)), db.Anys(f.NotVia)...)
	}
	limit := w.Bind(" ORDER BY e.id DESC LIMIT ?", f.Limit)
	return db.All(ctx, q, func(row *sql.Rows, e *Entry) error {
		return row.Scan(&e.ID, &e.AuditID, &e.Subject.Type, &e.Subject.ID, &e.Seq, &e.Kind, db.Time(&e.At), &e.ActorID, (*[]byte)(&e.Data), &e.Role, &e.Via)
	}, `SELECT e.id, e.audit_id, e.subject_type, e.subject_id, e.seq, e.kind, e.at, e.actor_id, e.data, a.actor_role, a.via
		FROM events e JOIN audits a ON a.id = e.audit_id WHERE `+w.String()+limit, w.Args()...)
}

// History lists the events of one subject in order, with what their audits know of those who acted.
func History(ctx context.Context, q db.Querier, s Subject) ([]Entry, error) {
	return db.All(ctx, q, func(row *sql.Rows, e *Entry) error {
		return row.Scan(&e.ID, &e.AuditID, &e.Subject.Type, &e.Subject.ID, &e.Seq, &e.Kind, db.Time(&e.At), &e.ActorID, (*[]byte)(&e.Data), &e.Role, &e.Via)
	}, `SELECT e.id, e.audit_id, e.subject_type, e.subject_id, e.seq, e.kind, e.at, e.actor_id, e.data, a.actor_role, a.via
		FROM events e JOIN audits a ON a.id = e.audit_id WHERE e.subject_type = $1 AND e.subject_id = $2 ORDER BY e.seq`, s.Type, s.ID)
}
