package cli

type serveCmd struct{ place }

// Run serves until interrupted.
func (c serveCmd) Run(e *env) error { return e.app.Serve(e.ctx, c.place.place()) }

// Help explains the command.
func (serveCmd) Help() string {
	return `The first start writes daywatch.toml with its defaults into the folder and prints a link that makes you the
administrator. Stop it with Ctrl-C: what is under way is finished first.

Example:
  daywatch serve --data /var/lib/daywatch`
}
