package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const (
	benchAddress  = "admin@example.com"
	benchPassword = "seven lanterns over the harbour"
)

// benchDesk is a desk that is thrown away.
type benchDesk struct {
	*Desk
	server *Server
	dir    string
	addr   string // where a process may serve it
}

// newDesk makes an empty desk of an engine, with an administrator.
func (b *bench) newDesk(ctx context.Context, engine db.Engine) (*benchDesk, error) {
	b.desks++
	d := &benchDesk{dir: filepath.Join(b.dir, fmt.Sprint("desk", b.desks)), addr: unusedAddress()}
	database := "sqlite:desk.db"
	if engine == db.PostgreSQL {
		var err error
		if database, err = b.newDatabase(ctx); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(d.dir, 0o750); err != nil {
		return nil, err
	}
	config := fmt.Sprintf("[server]\naddr = %q\n[[desk]]\nname = \"Bench\"\ndatabase = %q\n", d.addr, database)
	if err := os.WriteFile(filepath.Join(d.dir, configName), []byte(config), 0o600); err != nil {
		return nil, err
	}
	cfg, err := LoadDir(d.dir)
	if err != nil {
		return nil, err
	}
	if d.server, err = NewServer(ctx, cfg, b.log, false); err != nil {
		return nil, err
	}
	d.Desk = d.server.Desks()[0]
	_, err = d.People.Add(access.AsSystem(ctx, "cli"), "Admin", benchAddress, access.Admin, benchPassword)
	return d, err
}

// newDatabase makes an empty database on the server that is measured.
func (b *bench) newDatabase(ctx context.Context) (string, error) {
	u, err := url.Parse(b.server)
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("daywatch_bench_%d_%d", os.Getpid(), b.desks)
	if err := db.CreateDatabase(ctx, b.server, name); err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

// close ends the desk and gives its disk back.
func (d *benchDesk) close() error {
	dsn, engine := d.DB.DSN(), d.DB.Engine()
	err := d.server.Close()
	if engine == db.PostgreSQL {
		err = errors.Join(err, db.DropDatabase(context.Background(), dsn))
	}
	return errors.Join(err, os.RemoveAll(d.dir))
}

// desk measures what a desk of n tickets does.
func (b *bench) desk(ctx context.Context, d *benchDesk, n int) (cli.BenchDesk, error) {
	out := cli.BenchDesk{Tickets: n}
	b.say("%s: making %d tickets up", d.DB.Engine(), n)
	if err := fillBench(ctx, d.DB, n); err != nil {
		return out, fmt.Errorf("fill: %w", err)
	}
	b.say("%s: pages of %d tickets", d.DB.Engine(), n)
	var err error
	if out.Steps, err = b.pages(ctx, d, n); err != nil {
		return out, err
	}
	out.ColdStart, out.IdleMB, err = b.process(ctx, d)
	return out, err
}

func unusedAddress() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "127.0.0.1:0"
	}
	defer l.Close()
	return l.Addr().String()
}
