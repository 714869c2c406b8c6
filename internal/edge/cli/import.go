package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/spool"
)

type importCmd struct {
	Mbox    importMboxCmd    `cmd:"" help:"Mails in mbox files, as mail programs and Google Takeout write them."`
	Maildir importMaildirCmd `cmd:"" help:"Mails in Maildir folders."`
	Eml     importEmlCmd     `cmd:"" help:"One mail per file; a folder is searched for *.eml."`
}

// Help explains the command.
func (importCmd) Help() string {
	return `Mails become tickets with their old dates, answers find their tickets, and nobody is mailed about it. It may be
stopped and run again at any time, also while the desk runs: what is in the desk already is passed over.

Examples:
  daywatch import mbox support.mbox --wait
  daywatch import maildir ~/Maildir ~/Maildir/.Archive
  daywatch import eml exported-mails/`
}

// importing are the flags and the work that all kinds share.
type importing struct {
	place
	Wait bool     `help:"File the mails now, one after the other, and say what became of them. Otherwise the running desk does."`
	Path []string `arg:"" help:"What to import." type:"path"`
}

// oldMail is one mail of an old mailbox.
type oldMail struct {
	where string    // names its place for the ledger and for people
	done  int64     // bytes of all the sources that are behind us once it is read
	body  io.Reader // valid until the next one
	err   error     // why it cannot be read
	skip  string    // why it is not for the desk, such as "draft"
}

// source is a kind of mailbox.
type source interface {
	// size is the bytes of everything below paths, for the progress.
	size(paths []string) (int64, error)
	// mails yields every mail below paths, oldest first where the mailbox knows.
	mails(paths []string) iter.Seq[oldMail]
}

// tally is what became of the mails.
type tally struct {
	taken, known int
	skipped      map[string]int
	failed       []string
	ids          []int64
}

func (c importing) run(e *env, s source) error {
	total, err := s.size(c.Path)
	if err != nil {
		return fault.New(fault.NotFound, "There is nothing to import: %v", err)
	}
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	t := tally{skipped: map[string]int{}}
	bar := newProgress(e.io, total)
	err = t.take(ctx, d.Intake, s.mails(c.Path), bar)
	bar.end()
	t.print(e.io.Out)
	if err == nil && c.Wait {
		err = t.file(ctx, d.Intake, e.io)
	} else if err == nil && t.taken > 0 {
		fmt.Fprintln(e.io.Out, "The running desk files them; with --wait this command does.")
	}
	if err == nil && len(t.failed) > 0 {
		err = fault.New(fault.Invalid, "%d mails could not be read. The others are safe", len(t.failed))
	}
	return err
}

// take makes every mail durable. It goes on past a mail that cannot be read, not past a desk that is away.
func (t *tally) take(ctx context.Context, in *intake.Service, mails iter.Seq[oldMail], bar *progress) error {
	for m := range mails {
		if ctx.Err() != nil {
			return fault.Wrap(fault.Unavailable, ctx.Err(), "Stopped. Run the same command again to go on")
		}
		if m.skip != "" {
			t.skipped[m.skip]++
			continue
		}
		id, fresh, err := takeOne(ctx, in, m)
		switch {
		case fault.Is(err, fault.Unavailable):
			return err
		case err != nil:
			t.failed = append(t.failed, m.where+": "+explain(err))
		case fresh:
			t.taken++
			t.ids = append(t.ids, id)
		default:
			t.known++
		}
		bar.show(t.taken+t.known, m.done)
	}
	return nil
}

func takeOne(ctx context.Context, in *intake.Service, m oldMail) (id int64, fresh bool, err error) {
	if m.err != nil {
		return 0, false, m.err
	}
	body, err := spool.Read("", m.body)
	if err != nil {
		var disk *spool.Error
		if errors.As(err, &disk) {
			return 0, false, fault.Wrap(fault.Unavailable, err, "The disk takes no more")
		}
		return 0, false, err
	}
	defer body.Close()
	return in.Import(ctx, m.where, body, body.Size)
}

func (t *tally) print(w io.Writer) {
	fmt.Fprintf(w, "%d taken, %d already there, %d failed\n", t.taken, t.known, len(t.failed))
	for why, n := range t.skipped {
		fmt.Fprintf(w, "%d left out: %s\n", n, why)
	}
	const most = 20
	for i, f := range t.failed {
		if i == most {
			fmt.Fprintf(w, "  and %d more\n", len(t.failed)-most)
			break
		}
		fmt.Fprintf(w, "  %s\n", printable(f))
	}
}

// file turns what was taken into tickets, in order, and counts. What fails stays for the desk's worker, which
// tries again and makes a dead letter of it in the end.
func (t *tally) file(ctx context.Context, in *intake.Service, std IO) error {
	states := map[intake.State]int{}
	bar := newProgress(std, 0)
	for i, id := range t.ids {
		err := in.File(access.AsSystem(ctx, "mail"), id)
		if fault.Is(err, fault.Unavailable) || ctx.Err() != nil {
			bar.end()
			return fault.Wrap(fault.Unavailable, errors.Join(err, ctx.Err()), "Stopped. The mails are safe, and the running desk files the rest")
		}
		if err != nil {
			fmt.Fprintf(std.Err, "delivery %d: %s\n", id, explain(err))
		}
		d, err := in.Delivery(ctx, id)
		if err != nil {
			return err
		}
		states[d.State]++
		bar.show(i+1, 0)
	}
	bar.end()
	fmt.Fprintf(std.Out, "%d filed, %d held, %d dead, %d pending\n", states[intake.Filed], states[intake.Held], states[intake.Dead], states[intake.Pending])
	return nil
}
