package db

import (
	"context"
	"database/sql"
	"sync"
)

// prepared keeps the statements of SQLite's write connection compiled: to parse and plan one costs as much as
// to run it. PostgreSQL's driver does the same by itself.
type prepared struct {
	mu    sync.Mutex
	stmts map[string]*sql.Stmt // nil: seen once
}

// mostPrepared bounds the texts that are remembered. Queries are few; those made of lists have many forms.
const mostPrepared = 1000

// sqliteTx runs the statements of one transaction, the prepared ones where there are.
type sqliteTx struct {
	*sql.Tx
	from  *prepared
	stmts map[string]*sql.Stmt // those of this transaction
	new   []string             // texts without a prepared statement
}

// QueryContext implements runner.
func (t *sqliteTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.stmt(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

// ExecContext implements runner.
func (t *sqliteTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.stmt(ctx, query); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

func (t *sqliteTx) stmt(ctx context.Context, query string) *sql.Stmt {
	if stmt := t.stmts[query]; stmt != nil {
		return stmt
	}
	known := t.from.find(query)
	if known == nil {
		t.new = append(t.new, query)
		return nil
	}
	stmt := t.Tx.StmtContext(ctx, known)
	t.stmts[query] = stmt
	return stmt
}

func (p *prepared) find(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stmts[query]
}

// keep prepares the texts that a transaction missed and that were missed before. The connection must be free.
func (p *prepared) keep(ctx context.Context, on *sql.DB, texts []string) {
	for _, text := range texts {
		if !p.again(text) {
			continue
		}
		stmt, err := on.PrepareContext(ctx, text)
		if err != nil {
			continue // it runs unprepared
		}
		p.mu.Lock()
		old := p.stmts[text]
		p.stmts[text] = stmt
		p.mu.Unlock()
		if old != nil {
			old.Close()
		}
	}
}

// again notes that a text was missed, and reports whether it is time to prepare it.
func (p *prepared) again(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	stmt, seen := p.stmts[text]
	if !seen && len(p.stmts) < mostPrepared {
		if p.stmts == nil {
			p.stmts = map[string]*sql.Stmt{}
		}
		p.stmts[text] = nil
	}
	return seen && stmt == nil
}
