package app

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// program looks at what came with the binary.
func (e *examination) program() {
	if web.AssetsMissing() {
		e.add(cli.Warn, "assets", "Run scripts/assets.sh and build again; pages work as plain links and forms until then",
			"The binary was built without its browser assets")
	} else {
		e.ok("assets", "fonts, icons and scripts are in the binary")
	}
	if _, err := time.LoadLocation("Pacific/Auckland"); err != nil {
		e.add(cli.Bad, "time zones", "Install the package tzdata", "The time zone data is missing: %v", err)
	} else {
		e.ok("time zones", "the data is there")
	}
}

// plenty is the free space below which one should think of more; minFree stops the desk's intake.
const plenty = 1 << 30

// store looks at the disk and at the attachments.
func (e *examination) store(d *Desk) {
	probe, err := os.CreateTemp(d.spool(), "doctor-")
	if err != nil {
		e.add(cli.Bad, "attachments", "Give the folder to the user that runs the desk", "%v", err)
		return
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		e.failed("attachments", err)
	}
	switch free, err := d.Blobs.Free(); {
	case err != nil:
		e.failed("disk", err)
	case free < minFree:
		e.add(cli.Bad, "disk", "Make room: the desk takes no mail now", "Only %d MB are free", free>>20)
	case free < plenty:
		e.add(cli.Warn, "disk", "Make room before it gets tight: under 64 MB the desk takes no mail", "%d MB are free", free>>20)
	default:
		e.ok("disk", "%d MB are free", free>>20)
	}
	e.blobs(d)
}

func (e *examination) blobs(d *Desk) {
	s, err := d.takeStock(e.ctx)
	switch {
	case err != nil:
		e.failed("attachments", err)
	case len(s.missing) > 0:
		e.add(cli.Bad, "attachments", "Bring the folder back from the last backup", "%d are missing from %s, such as %s", len(s.missing),
			d.cfg.Blobs, s.missing[0])
	case s.foreign():
		e.add(cli.Warn, "attachments", "See whether daywatch.toml names the right folder and the right database. Nothing is removed meanwhile",
			"%d stored, none missing; but %d more in %s (%d kB) belong to nothing", s.stored, len(s.orphans), d.cfg.Blobs, s.bytes>>10)
	default:
		e.ok("attachments", "%d stored, none missing; to sweep: %d that nothing refers to (%d kB), %d unfinished", s.stored, len(s.orphans),
			s.bytes>>10, len(s.broken))
	}
}

// mail looks at the account of all mail, and at what would stop it.
func (e *examination) mail(d *Desk) {
	a, err := mailAccount(e.ctx, d.DB.Read())
	switch {
	case err != nil:
		e.failed("mail", err)
		return
	case !a.balanced():
		e.add(cli.Bad, "mail", "This is a defect of Daywatch: please report it with this line", "%s", a)
	default:
		e.ok("mail", "%s", a)
	}
	if waiting, err := waitingMails(d.cfg.Spool); err != nil {
		e.failed("spool", err)
	} else if len(waiting) > 0 {
		e.add(cli.Warn, "spool", "The running desk takes them within a minute, and so does the next mail", "%d mail(s) wait in %s", len(waiting), d.cfg.Spool)
	}
	addresses, err := intake.Addresses.Get(e.ctx, d.DB.Read())
	if err != nil {
		e.failed("addresses", err)
	} else if len(addresses) == 0 {
		e.add(cli.Warn, "addresses", "Enter the desk's address under Settings, Incoming mail",
			"The desk has no mail address of its own yet, and takes mail for any")
	} else {
		e.ok("addresses", "%s", strings.Join(addresses, ", "))
	}
	relay, err := notify.MailRelay.Get(e.ctx, d.DB.Read())
	if err != nil {
		e.failed("relay", err)
	} else if relay.Host == "" {
		e.add(cli.Warn, "relay", "Enter a mail server under Settings, Outgoing mail", "There is no mail server to send through: replies wait in the outbox")
	} else {
		e.ok("relay", "mail goes out through %s", relay.Host)
	}
}

// jobsLate is how long a job may be due before it looks as if nobody did it.
const jobsLate = 10 * time.Minute

func (e *examination) queue(d *Desk) {
	depths, err := job.Depths(e.ctx, d.DB.Read())
	if err != nil {
		e.failed("jobs", err)
		return
	}
	now, count, late := d.DB.Now(e.ctx), 0, 0
	for _, q := range depths {
		count += q.Count
		if now.Sub(q.Oldest) > jobsLate {
			late++
			e.add(cli.Warn, "jobs", "Is the desk running? Start it with daywatch serve, and look into its log",
				"%d of kind %s wait, the oldest since %s", q.Count, q.Kind, q.Oldest.Format("2006-01-02 15:04 UTC"))
		}
	}
	discarded, err := job.Discarded(e.ctx, d.DB.Read(), 100)
	switch {
	case err != nil:
		e.failed("jobs", err)
	case len(discarded) > 0:
		j := discarded[0]
		e.add(cli.Warn, "jobs", "Mend the cause", "%d were given up, the last of kind %s: %s", len(discarded), j.Kind, j.LastError)
	case late == 0:
		e.ok("jobs", "%d waiting, none late, none given up", count)
	}
}

// server asks whether the desk runs.
func (e *examination) server(c ServerConfig) {
	client := http.Client{Timeout: 3 * time.Second}
	r, err := client.Get("http://" + c.Addr + "/healthz")
	if err != nil {
		e.add(cli.Warn, "server", "Start it with daywatch serve", "Nothing answers at %s", c.Addr)
		return
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		e.add(cli.Bad, "server", "Look into its log", "http://%s/healthz answers %s", c.Addr, r.Status)
		return
	}
	e.ok("server", "answers at %s", c.Addr)
}
