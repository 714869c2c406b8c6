package cli

import (
	"os"
	"path/filepath"
)

type demoCmd struct {
	Data string `help:"The folder of the demo desk; it is filled at the first run." placeholder:"DIR" type:"path"`
	Addr string `help:"Where the pages are served." placeholder:"HOST:PORT" default:"127.0.0.1:8080"`
	SMTP string `name:"smtp" help:"Where the demo takes mail by SMTP." placeholder:"HOST:PORT" default:"127.0.0.1:2525"`
}

// Run fills and serves the demo desk.
func (c demoCmd) Run(e *env) error {
	if c.Data == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			base = os.TempDir()
		}
		c.Data = filepath.Join(base, "daywatch-demo")
	}
	return e.app.Demo(e.ctx, DemoOptions{Dir: c.Data, Addr: c.Addr, SMTP: c.SMTP, Out: e.io.Out})
}

// Help explains the command.
func (demoCmd) Help() string {
	return `Everything in it is made up. It keeps what you change; remove its folder to begin anew.

Example:
  daywatch demo --addr 127.0.0.1:9000`
}
