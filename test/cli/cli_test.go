// Package cli runs the real binary by scripts, on each engine.
package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/test/program"
)

// TestScripts runs every script under testdata on SQLite and on PostgreSQL. A script finds an empty folder
// desk with a daywatch.toml that names its database, and a free address in $ADDR.
func TestScripts(t *testing.T) {
	dir := filepath.Dir(program.Binary(t))
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Dir:   "testdata",
				Setup: func(env *testscript.Env) error { return setup(env, dir, engine) },
				Cmds: map[string]func(*testscript.TestScript, bool, []string){
					"exits": exits, "await": await, "database": database,
				},
			})
		})
	}
}

func setup(env *testscript.Env, bin string, engine db.Engine) error {
	env.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	env.Setenv("ENGINE", string(engine))
	env.Setenv("ADDR", freeAddress())
	const lite = "sqlite:desk.db"
	env.Setenv("DATABASE", lite) // of the folder desk
	env.Setenv("SAME", lite)     // an empty one of the same engine, for another folder
	env.Setenv("CROSS", lite)    // and of the other engine
	t := env.T().(testing.TB)
	if engine == db.PostgreSQL {
		env.Setenv("DATABASE", emptyPostgres(t))
		env.Setenv("SAME", emptyPostgres(t))
	} else {
		env.Setenv("CROSS", emptyPostgres(t))
	}
	return writeConfig(filepath.Join(env.WorkDir, "desk"), env.Getenv("ADDR"), env.Getenv("DATABASE"))
}

func writeConfig(dir, addr, database string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	config := fmt.Sprintf("[server]\naddr = %q\n\n[[desk]]\nname = \"Support\"\ndatabase = %q\n", addr, database)
	return os.WriteFile(filepath.Join(dir, "daywatch.toml"), []byte(config), 0o640)
}

func emptyPostgres(t testing.TB) string {
	d := dbtest.PostgreSQL(t, nil)
	defer d.Close()
	return d.DSN()
}

func freeAddress() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "127.0.0.1:0"
	}
	defer l.Close()
	return l.Addr().String()
}

// exits runs a program that must end with the status given: exits 75 daywatch mail.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// await waits until a URL answers 200: await http://…/healthz.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await URL")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		r, err := http.Get(args[0])
		if err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-ctx.Done():
			ts.Fatalf("%s did not come up: %v", args[0], err)
		case <-tick.C:
		}
	}
}

// database writes a desk's configuration anew: database FOLDER URL.
func database(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: database FOLDER URL")
	}
	ts.Check(writeConfig(ts.MkAbs(args[0]), ts.Getenv("ADDR"), args[1]))
}
