package app

import (
	"context"
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/smtpd"
)

// benchMailBytes is about the size of a mail without attachments.
const benchMailBytes = 4 << 10

// intake sends mails over as many connections as there are writers, and then lets as many writers commit bare
// rows of the same bytes.
func (b *bench) intake(ctx context.Context, d *benchDesk) (cli.BenchIntake, error) {
	out := cli.BenchIntake{Mails: b.mails, Bytes: benchMailBytes, Writers: b.writers}
	took, acks, err := b.deliver(ctx, d)
	if err != nil {
		return out, err
	}
	out.PerSecond, out.Ack = rate(b.mails, took), latency(acks)
	ids, err := deliveryIDs(ctx, d.DB.Read())
	if err != nil {
		return out, err
	}
	if len(ids) != b.mails {
		return out, fmt.Errorf("%d mails were acknowledged and %d are in the ledger", b.mails, len(ids))
	}
	if err := makeBareRows(ctx, d.DB); err != nil {
		return out, err
	}
	if out.BareRows, err = b.bareRows(ctx, d.DB, b.mails, commitAlone); err != nil {
		return out, err
	}
	if out.Shared, err = b.bareRows(ctx, d.DB, 2*b.mails, commitTogether); err != nil {
		return out, err
	}
	out.Ratio, out.OfShared = out.PerSecond/out.BareRows, out.PerSecond/out.Shared
	out.Filed, err = b.filed(ctx, d, ids)
	return out, err
}

func rate(n int, took time.Duration) float64 { return float64(n) / max(took.Seconds(), 1e-9) }

func (b *bench) deliver(ctx context.Context, d *benchDesk) (took time.Duration, acks []time.Duration, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, nil, err
	}
	sctx, stop := context.WithCancel(ctx)
	defer stop()
	g := new(errgroup.Group)
	g.Go(func() error {
		return smtpd.New(d.server.desks[0].smtpConfig(d.server.cfg.Server, smtpd.LMTP), d.Intake.Listener(d.room)).Serve(sctx, l)
	})
	lists := make([][]time.Duration, b.writers)
	start := db.Wall()
	err = b.parallel(func(writer, from, to int) error {
		lists[writer] = make([]time.Duration, 0, to-from)
		return sendAll(l.Addr().String(), from, to, func(ack time.Duration) { lists[writer] = append(lists[writer], ack) })
	})
	took = db.Wall().Sub(start)
	stop()
	if ended := g.Wait(); err == nil {
		err = ended
	}
	return took, slices.Concat(lists...), err
}

// parallel shares the mails out among the writers.
func (b *bench) parallel(work func(writer, from, to int) error) error {
	g := new(errgroup.Group)
	for i := range b.writers {
		g.Go(func() error { return work(i, i*b.mails/b.writers, (i+1)*b.mails/b.writers) })
	}
	return g.Wait()
}

// sendAll speaks LMTP (RFC 2033) and waits for each answer before it sends the next mail.
func sendAll(addr string, from, to int, acked func(time.Duration)) error {
	c, err := textproto.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, _, err := c.ReadResponse(220); err != nil {
		return err
	}
	if err := say(c, 250, "LHLO bench.example"); err != nil {
		return err
	}
	for n := from; n < to; n++ {
		start := db.Wall()
		for _, step := range []struct {
			code int
			line string
		}{{250, fmt.Sprintf("MAIL FROM:<customer%d@example.net>", n%benchCustomers+1)}, {250, "RCPT TO:<support@example.com>"}, {354, "DATA"},
			{250, strings.ReplaceAll(benchMail(n), "\n", "\r\n") + "."}} {
			if err := say(c, step.code, step.line); err != nil {
				return fmt.Errorf("mail %d: %w", n, err)
			}
		}
		acked(db.Wall().Sub(start))
	}
	return say(c, 221, "QUIT")
}

func say(c *textproto.Conn, code int, line string) error {
	if err := c.PrintfLine("%s", line); err != nil {
		return err
	}
	_, _, err := c.ReadResponse(code)
	return err
}

// benchMail makes a mail that no other is like.
func benchMail(n int) string {
	head := fmt.Sprintf("From: Customer %d <customer%d@example.net>\nTo: support@example.com\nSubject: Trouble %d\nMessage-ID: <bench-%d@example.net>\n"+
		"Date: Mon, 2 Nov 2026 10:00:00 +0000\n\n", n%benchCustomers+1, n%benchCustomers+1, n, n)
	line := "The runner hangs at preparing the environment, and this is what its log says.\n"
	return head + strings.Repeat(line, (benchMailBytes-len(head))/len(line))
}

// bareRows gives how many rows of a mail's bytes are committed in a second; then there must be total of them.
func (b *bench) bareRows(ctx context.Context, d *db.DB, total int, commit func(context.Context, *db.DB, []byte) error) (float64, error) {
	start := db.Wall()
	err := b.parallel(func(_, from, to int) error {
		for n := from; n < to; n++ {
			if err := commit(ctx, d, []byte(benchMail(n))); err != nil {
				return err
			}
		}
		return nil
	})
	took := db.Wall().Sub(start)
	if err != nil {
		return 0, err
	}
	if n, err := countBareRows(ctx, d.Read()); err != nil || n != total {
		return 0, fmt.Errorf("%d of %d bare rows are there: %w", n, total, err)
	}
	return rate(b.mails, took), nil
}

// filed turns the mails into tickets, one after the other as a desk with one worker would.
func (b *bench) filed(ctx context.Context, d *benchDesk, ids []int64) (float64, error) {
	ids = ids[:min(len(ids), 10*b.rounds)]
	start := db.Wall()
	for _, id := range ids {
		if err := d.Intake.File(access.AsSystem(ctx, "mail"), id); err != nil {
			return 0, err
		}
	}
	took := db.Wall().Sub(start)
	a, err := mailAccount(ctx, d.DB.Read())
	if err == nil && (a.filed != len(ids) || !a.balanced()) {
		err = fmt.Errorf("%d mails were filed, and the account says %s", len(ids), a)
	}
	return rate(len(ids), took), err
}

func latency(all []time.Duration) cli.Latency {
	if len(all) == 0 {
		return cli.Latency{}
	}
	slices.Sort(all)
	at := func(p int) float64 { return float64(all[(len(all)-1)*p/100].Microseconds()) / 1000 }
	return cli.Latency{N: len(all), P50: at(50), P95: at(95)}
}
