package app

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// A waiting mail is a file: one line of JSON with its envelope, then the mail as it came. Its name begins
// with the time it came, so that the names' order is the order of arrival.
const waitingSuffix = ".mail"

// waitingUnfinished begins the name of a mail that is being written; nobody was told that it is here.
const waitingUnfinished = "new-"

type envelope struct {
	From string    `json:"from"`
	To   []string  `json:"to"`
	At   time.Time `json:"at"`
}

// wait writes a mail to a file that survives a power cut: it has its name only once its bytes are on disk
// (mail.md E3).
func wait(dir string, m cli.PipedMail, body io.Reader) (path string, err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "The spool folder cannot be made")
	}
	tmp, err := os.CreateTemp(dir, waitingUnfinished)
	if err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "The spool folder cannot be written")
	}
	defer os.Remove(tmp.Name()) // a no-op after the rename
	h := sha256.New()
	err = writeWaiting(io.MultiWriter(tmp, h), envelope{m.From, m.To, m.At}, body)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "The spool folder cannot be written")
	}
	path = filepath.Join(dir, fmt.Sprintf("%016x-%x%s", m.At.UnixMicro(), h.Sum(nil)[:8], waitingSuffix))
	if err := os.Rename(tmp.Name(), path); err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "The spool folder cannot be written")
	}
	return path, fault.Wrap(fault.Unavailable, syncDir(dir), "The spool folder cannot be synced")
}

func writeWaiting(w io.Writer, e envelope, body io.Reader) error {
	if err := json.NewEncoder(w).Encode(e); err != nil {
		return err
	}
	_, err := io.Copy(w, body)
	return err
}

func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// waitingMails lists the files that wait, oldest first.
func waitingMails(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), waitingSuffix) && e.Type().IsRegular() {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(names)
	return names, err
}

// PickUp hands the mails that wait in files to the desk and gives their number. A crash in the middle does
// no harm: the ledger knows a mail that it has already.
func (d *Desk) PickUp(ctx context.Context) (n int, err error) {
	names, err := waitingMails(d.cfg.Spool)
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, err, "The spool folder cannot be read")
	}
	var errs []error
	for _, name := range names {
		switch err := d.pickUp(ctx, name); {
		case errors.Is(err, fs.ErrNotExist): // another process was faster
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		default:
			n++
		}
	}
	return n, errors.Join(errs...)
}

func (d *Desk) pickUp(ctx context.Context, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("read the envelope: %w", err)
	}
	var e envelope
	if err := json.NewDecoder(bytes.NewReader(line)).Decode(&e); err != nil {
		return fmt.Errorf("read the envelope: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	head := int64(len(line))
	body := io.NewSectionReader(f, head, info.Size()-head)
	// It came when it came: the hour that absorbs a retry counts from then.
	if _, err := d.Intake.Pipe(db.At(ctx, e.At), e.From, e.To, body, body.Size()); err != nil {
		return err
	}
	return os.Remove(name)
}

// pickUpEvery is how long a mail waits at most once the database is back.
const pickUpEvery = 30 * time.Second

// pickUpLoop picks up at the start and then again and again: `daywatch mail` may have met a short trouble
// that this process did not notice.
func (d *Desk) pickUpLoop(ctx context.Context) error {
	tick := time.NewTicker(pickUpEvery)
	defer tick.Stop()
	for {
		if n, err := d.PickUp(ctx); err != nil && ctx.Err() == nil {
			d.logger.Error("waiting mail stays where it is", "err", err)
		} else if n > 0 {
			d.logger.Info("picked up waiting mail", "count", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
