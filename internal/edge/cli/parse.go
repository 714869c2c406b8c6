package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/mailwire/spool"
)

type parseCmd struct {
	File string `arg:"" help:"The raw mail; - is standard input." placeholder:"FILE"`
	JSON bool   `name:"json" help:"Print one JSON object."`
}

// Run prints what intake sees in a mail.
func (c parseCmd) Run(e *env) error {
	in := e.io.In
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return fault.Wrap(fault.NotFound, err, "%s cannot be read", c.File)
		}
		defer f.Close()
		in = f
	}
	raw, err := spool.Read("", in)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "The mail cannot be read to its end")
	}
	defer raw.Close()
	view := newMailView(mailwire.Parse(e.ctx, raw, raw.Size, mailwire.DefaultLimits()))
	if c.JSON {
		return writeJSON(e.io.Out, view)
	}
	return view.print(e.io.Out)
}

func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Help explains the command.
func (parseCmd) Help() string {
	return `Use it when a mail became something you did not expect: it shows sender, text, what was folded away as quoted,
attachments, whether a machine wrote it, and everything that was wrong with it. The exit status is 0 for every
message, whatever its state.

Examples:
  daywatch mail parse message.eml
  daywatch mail parse --json - <message.eml`
}
