package ticket

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

func benchMigrations() []db.Migrations {
	return []db.Migrations{job.Migrations(), event.Migrations(), people.Migrations(), Migrations()}
}

// benchTickets is how many tickets a benchmark's desk holds, five texts each: DAYWATCH_BENCH_TICKETS, or
// enough to see a plan go wrong.
func benchTickets() int {
	if n, err := strconv.Atoi(os.Getenv("DAYWATCH_BENCH_TICKETS")); err == nil {
		return n
	}
	return 10_000
}

var benchStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// bulkDesk fills a desk by large inserts. How common a word is depends on its place in the vocabulary, as in
// a language (Zipf).
func bulkDesk(b *testing.B, engine db.Engine) *db.DB {
	d := dbtest.Open(b, engine, benchMigrations())
	ctx, r := b.Context(), rand.New(rand.NewPCG(1, 2))
	text := newTexts(r)
	err := d.Do(ctx, func(tx *db.Tx) error {
		for i := range 200 {
			role := map[bool]string{true: "agent", false: "end_user"}[i < 20]
			_, err := tx.Exec(ctx, `INSERT INTO users (id, name, name_key, role, notify, created_at, updated_at)
				VALUES ($1, $2, $2, $3, '[]', 0, 0)`, i+1, fmt.Sprintf("person %d", i+1), role)
			if err != nil {
				return err
			}
		}
		return nil
	})
	for at := 0; at < benchTickets() && err == nil; at += 1000 {
		err = d.Do(ctx, func(tx *db.Tx) error { return bulkTickets(ctx, tx, r, text, at) })
	}
	if err != nil {
		b.Fatal(err)
	}
	if engine == db.PostgreSQL { // what autovacuum does after a while; without it no plan trusts the index
		rows, err := d.Read().Query(ctx, "VACUUM ANALYZE")
		if err != nil {
			b.Fatal(err)
		}
		rows.Close()
	}
	return d
}

func bulkTickets(ctx context.Context, tx *db.Tx, r *rand.Rand, text func() string, at int) error {
	tickets, texts := bulk{width: 10}, bulk{width: 4}
	for i := at; i < at+1000; i++ {
		id, created := int64(i+1), benchStart.Add(time.Duration(i)*time.Minute)
		status := Closed
		if r.IntN(20) == 0 {
			status = Status(1 + r.IntN(5))
		}
		var assignee, waiting any
		if status > New {
			assignee = 1 + r.IntN(20)
		}
		if status == New || status == Open {
			waiting = created.UnixMicro()
		}
		tickets.add(id, "Ticket "+strconv.Itoa(i), int(status), 1+r.IntN(5), "mail", 21+r.IntN(180), assignee, waiting,
			created.UnixMicro(), created.Add(time.Duration(r.IntN(100))*time.Hour).UnixMicro())
		texts.add(id, textSubject, id, fmt.Sprintf("ticket %d about %s", id, text()[:30]))
		for c := range 4 {
			source := id*4 + int64(c)
			texts.add(id, textComment, source, text()+fmt.Sprintf(" ref%07d", source))
		}
	}
	if err := tickets.insert(ctx, tx, `INSERT INTO tickets (id, subject, status, priority, channel, requester_id, assignee_id, waiting_since,
		created_at, updated_at, submitter_id) `, ", 21"); err != nil {
		return err
	}
	return texts.insert(ctx, tx, "INSERT INTO search_texts (ticket_id, kind, source_id, words) ", "")
}

// bulk gathers rows for INSERT … VALUES with many rows.
type bulk struct {
	width int
	args  []any
}

func (u *bulk) add(row ...any) { u.args = append(u.args, row...) }

func (u *bulk) insert(ctx context.Context, tx *db.Tx, into, more string) error {
	const rows = 500
	for len(u.args) > 0 {
		n := min(rows*u.width, len(u.args))
		var q strings.Builder
		q.WriteString(into + "VALUES ")
		for i := range n / u.width {
			q.WriteString(map[bool]string{true: "(", false: ", ("}[i == 0])
			for c := range u.width {
				fmt.Fprintf(&q, "%s$%d", map[bool]string{true: "", false: ", "}[c == 0], i*u.width+c+1)
			}
			q.WriteString(more + ")")
		}
		if _, err := tx.Exec(ctx, q.String(), u.args[:n]...); err != nil {
			return err
		}
		u.args = u.args[n:]
	}
	return nil
}

// newTexts makes texts of some 270 bytes out of 20,000 words. Every tenth text holds "timeout" and every
// twentieth "deadlock", as it comes; as many hold "gateway" and "pipeline", but no ticket both. Every
// thousandth holds "quorum" and the short word "zq".
func newTexts(r *rand.Rand) func() string {
	words := make([]string, 20_000)
	for i := range words {
		for range 3 + r.IntN(7) {
			words[i] += string(rune('a' + r.IntN(26)))
		}
		words[i] = strings.ReplaceAll(words[i], "zq", "ab")
	}
	zipf := rand.NewZipf(r, 1.2, 8, uint64(len(words)-1))
	n := 0
	return func() string {
		n++
		list := make([]string, 45)
		for i := range list {
			list[i] = words[zipf.Uint64()]
		}
		for i, special := range []struct {
			word string
			in   bool
		}{{"quorum zq", n%1000 == 7}, {"gateway", n%10 == 0}, {"pipeline", n%20 == 5}, {"timeout", r.IntN(10) == 0}, {"deadlock", r.IntN(20) == 0}} {
			if special.in {
				list[2*i+7] = special.word
			}
		}
		return strings.Join(list, " ")
	}
}
