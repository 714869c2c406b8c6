package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/transfer"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// How the made-up desk looks.
const (
	benchCustomers = 200
	benchFirstUser = 101 // customers are 101 to 300
	benchComments  = 3   // of each ticket
	benchBatch     = 1000
)

// sheet gathers the rows of one table.
type sheet struct {
	transfer.Table
	lines bytes.Buffer
}

func newSheet(name string, columns ...string) *sheet {
	s := &sheet{Table: transfer.Table{Name: name, Columns: []transfer.Column{{Name: columns[0], Kind: transfer.Number}}}}
	for _, c := range columns[1:] {
		s.Columns = append(s.Columns, transfer.Column{Name: c}) // Load looks at the table's own kinds
	}
	return s
}

func (s *sheet) add(row ...any) {
	raw, _ := json.Marshal(row) // numbers, strings and booleans always marshal
	s.lines.Write(append(raw, '\n'))
	if id, ok := row[0].(int64); ok {
		s.Last = max(s.Last, id)
	}
}

func (s *sheet) save(ctx context.Context, tx *db.Tx) error {
	if _, err := transfer.Load(ctx, tx, s.Table, s.lines.Bytes()); err != nil {
		return err
	}
	s.lines.Reset()
	return transfer.Continue(ctx, tx, s.Table)
}

// benchWorld makes a desk up: the same one for the same size, whatever the engine.
type benchWorld struct {
	r     *rand.Rand
	words []string
	zipf  *rand.Zipf
	start time.Time
	texts int

	users, identities, tickets, comments, search, audits, events *sheet
}

func newBenchWorld(start time.Time) *benchWorld {
	r := rand.New(rand.NewPCG(1, 2))
	w := &benchWorld{r: r, start: start,
		users:      newSheet("users", "id", "name", "name_key", "notify", "created_at", "updated_at"),
		identities: newSheet("identities", "id", "user_id", "value", "is_primary", "created_at"),
		tickets: newSheet("tickets", "id", "subject", "status", "priority", "channel", "requester_id", "submitter_id", "assignee_id",
			"comment_count", "replied", "waiting_since", "created_at", "updated_at"),
		comments: newSheet("comments", "id", "ticket_id", "author_id", "public", "format", "body", "folds", "channel", "at"),
		search:   newSheet("search_texts", "id", "ticket_id", "kind", "source_id", "words"),
		audits:   newSheet("audits", "id", "subject_type", "subject_id", "actor_id", "actor_role", "via", "at"),
		events:   newSheet("events", "id", "audit_id", "subject_type", "subject_id", "seq", "kind", "at", "actor_id", "data"),
	}
	for range 20_000 {
		word := make([]byte, 3+r.IntN(7))
		for i := range word {
			word[i] = byte('a' + r.IntN(26))
		}
		w.words = append(w.words, string(word))
	}
	w.zipf = rand.NewZipf(r, 1.2, 8, uint64(len(w.words)-1)) // common words are common, as in a language
	return w
}

// Words that searches look for: rareWord is in one text of a thousand, commonWord in one of ten, and absent in none.
const (
	rareWord   = "quorum-lost"
	commonWord = "connection-timeout"
	absentWord = "xyzzy-plugh"
)

// text makes some 250 bytes.
func (w *benchWorld) text() string {
	w.texts++
	list := make([]string, 40)
	for i := range list {
		list[i] = w.words[w.zipf.Uint64()]
	}
	switch {
	case w.texts%1000 == 7:
		list[3] = rareWord
	case w.texts%10 == 0:
		list[5] = commonWord
	}
	return strings.Join(list, " ")
}

func (w *benchWorld) customers() {
	for i := range int64(benchCustomers) {
		id, at := benchFirstUser+i, w.start.UnixMicro()
		name := fmt.Sprintf("Customer %d", i+1)
		w.users.add(id, name, strings.ToLower(name), "[]", at, at)
		w.identities.add(id, id, fmt.Sprintf("customer%d@example.net", i+1), true, at)
	}
}

// ticket makes the ticket with a number: one in twenty lives, the newest among them.
func (w *benchWorld) ticket(id int64) {
	created := w.start.Add(time.Duration(id) * time.Minute)
	status, waiting, assignee := ticket.Closed, any(nil), any(int64(1))
	if w.r.IntN(20) == 0 {
		status = ticket.Status(1 + w.r.IntN(5))
	}
	if status == ticket.New {
		assignee = nil
	}
	if status == ticket.New || status == ticket.Open {
		waiting = created.UnixMicro()
	}
	requester := int64(benchFirstUser + w.r.IntN(benchCustomers))
	subject := w.text()[:50]
	updated := created.Add(time.Duration(w.r.IntN(100)) * time.Hour).UnixMicro()
	w.tickets.add(id, subject, int(status), 1+w.r.IntN(5), "mail", requester, requester, assignee, benchComments, true, waiting, created.UnixMicro(), updated)
	w.index(id, "subject", id, subject)
	w.fact(id, 1, "ticket.created", created, requester, ticket.Created{Requester: requester, Channel: "mail"})
	for n := range int64(benchComments) {
		w.comment(id, n, requester, created)
	}
}

func (w *benchWorld) comment(ticketID, n, requester int64, created time.Time) {
	id, at, author, ours := ticketID*benchComments+n, created.Add(time.Duration(n)*time.Hour), requester, n == 1
	if ours {
		author = 1
	}
	body := w.text()
	w.comments.add(id, ticketID, author, true, "text", body, "[]", "mail", at.UnixMicro())
	w.index(ticketID, "comment", id, body)
	w.fact(ticketID, n+2, "comment.added", at, author, ticket.Commented{Comment: id, Author: author, Public: true, Ours: ours, First: n == 0, Channel: "mail"})
}

func (w *benchWorld) index(ticketID int64, kind string, source int64, text string) {
	w.search.add(w.search.Last+1, ticketID, kind, source, search.Normalize(text))
}

func (w *benchWorld) fact(ticketID, seq int64, kind string, at time.Time, actor int64, fact any) {
	data, _ := json.Marshal(fact) // as above
	id := w.events.Last + 1
	w.audits.add(id, "ticket", ticketID, actor, "end_user", "mail", at.UnixMicro())
	w.events.add(id, id, "ticket", ticketID, seq, kind, at.UnixMicro(), actor, string(data))
}

func (w *benchWorld) save(ctx context.Context, tx *db.Tx) error {
	for _, s := range []*sheet{w.users, w.identities, w.tickets, w.comments, w.search, w.audits, w.events} {
		if err := s.save(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// fillBench writes n tickets into a desk that has an administrator and nothing else of note.
func fillBench(ctx context.Context, d *db.DB, n int) error {
	w := newBenchWorld(d.Now(ctx).Add(-time.Duration(n) * time.Minute))
	var err error
	if w.events.Last, err = lastFact(ctx, d.Read()); err != nil {
		return err
	}
	w.customers()
	for at := 0; at < n; at += benchBatch {
		for i := at; i < min(at+benchBatch, n); i++ {
			w.ticket(int64(i + 1))
		}
		if err := d.Do(ctx, func(tx *db.Tx) error { return w.save(ctx, tx) }); err != nil {
			return err
		}
	}
	return d.Do(ctx, func(tx *db.Tx) error { return analyze(ctx, tx) })
}
