package cli

import (
	"bufio"
	"fmt"
)

type mailCmd struct {
	Pipe  pipeCmd  `cmd:"" default:"withargs" help:"Take one mail on standard input, as an MTA's pipe transport gives it (the default)."`
	Parse parseCmd `cmd:"" help:"Show what the desk reads in a mail. Needs no desk."`
}

// Help explains the command.
func (mailCmd) Help() string {
	return `Exit status 0 means that the mail is safe on disk; 75 asks the mail server to keep it and try again. There is no
other: a mail is never refused here. While the database is away the mail waits in the desk's spool folder.

Examples:
  daywatch mail --from ana@example.com --to support@example.com <message.eml
  daywatch mail parse message.eml --json

Postfix, in master.cf:
  daywatch unix - n n - 4 pipe flags=R user=daywatch
    argv=/usr/bin/daywatch mail --data /var/lib/daywatch --from ${sender} --to ${original_recipient}`
}

type pipeCmd struct {
	place
	From string   `help:"The sender of the envelope; empty for a bounce." placeholder:"ADDRESS"`
	To   []string `help:"A recipient of the envelope. Give it once for each." placeholder:"ADDRESS" sep:"none"`
}

// isPipe reports whether args make daywatch part of a mail server: then no failure may bounce the mail,
// and 75 is the only status beside 0 (sysexits.h: EX_TEMPFAIL).
func isPipe(args []string) bool {
	return len(args) > 0 && args[0] == "mail" && (len(args) == 1 || args[1] != "parse")
}

// Run returns nil once the mail is durable.
func (c pipeCmd) Run(e *env) error {
	receipt, err := e.app.Deliver(e.ctx, c.place.place(), PipedMail{From: c.From, To: c.To, Body: bufio.NewReader(e.io.In), At: e.io.Now().UTC()})
	if err != nil {
		return err
	}
	if receipt.Spooled != "" {
		fmt.Fprintf(e.io.Err, "The desk's database is away, so the mail waits in %s. It is filed when the desk is back.\n", receipt.Spooled)
	}
	return nil
}

// Help explains the command.
func (pipeCmd) Help() string { return mailCmd{}.Help() }
