package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/smtpd"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// status measures how long it takes from a published word of an incident until a mail server has it for every subscriber, and
// whether the public page stays usable meanwhile.
func (b *bench) status(ctx context.Context, d *benchDesk) (*cli.BenchStatus, error) {
	b.say("%s: telling %d subscribers", d.DB.Engine(), b.subscribers)
	out := &cli.BenchStatus{Subscribers: b.subscribers}
	sink, err := openSink()
	if err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(ctx)
	g, gctx := errgroup.WithContext(running)
	g.Go(func() error { return sink.serve(gctx) })
	if err := d.toSink(ctx, sink, b.subscribers); err != nil {
		stop()
		return nil, err
	}
	g.Go(func() error { return d.Run(gctx, time.Second) })
	err = d.tellAll(ctx, b, sink, out)
	stop()
	if ended := g.Wait(); err == nil {
		err = ended
	}
	return out, err
}

// toSink has the desk's mail go to the sink, and makes so many subscribers.
func (d *benchDesk) toSink(ctx context.Context, s *sink, n int) error {
	ctx = access.AsSystem(ctx, "cli")
	return d.DB.Do(ctx, func(tx *db.Tx) error {
		from := notify.MailFrom.Default
		from.Address, from.Name = "status@example.com", "Status"
		if err := notify.MailFrom.Set(ctx, tx, d.Log, from); err != nil {
			return err
		}
		relay := notify.MailRelay.Default
		relay.Host, relay.Port, relay.Security = "127.0.0.1", s.door.Addr().(*net.TCPAddr).Port, submit.Plain
		if err := notify.MailRelay.Set(ctx, tx, d.Log, relay); err != nil {
			return err
		}
		return makeSubscribers(ctx, tx, n)
	})
}

// tellAll declares an incident and waits until all have heard of it, while somebody looks at the public page.
func (d *benchDesk) tellAll(ctx context.Context, b *bench, s *sink, out *cli.BenchStatus) error {
	began := db.Wall()
	_, err := d.Incidents.Declare(access.AsSystem(ctx, "cli"), incident.NewIncident{Title: "Pushes fail", Severity: 1, PublishAtOnce: true,
		First: incident.NewUpdate{Body: "Pushes to some groups end with an error. We are looking at a storage node."}})
	if err != nil {
		return err
	}
	reader := &visitor{handler: d.server}
	var looks []time.Duration
	for last, since := int64(0), db.Wall(); ; {
		n := s.taken.Load()
		if n >= int64(b.subscribers) {
			break
		}
		if n > last {
			last, since = n, db.Wall()
		} else if db.Wall().Sub(since) > time.Minute {
			return fault.New(fault.Internal, "%d of %d subscribers were told, and then none for a minute", n, b.subscribers)
		}
		look := db.Wall()
		if _, err := reader.ask(ctx, http.MethodGet, incident.PublicHome, form{}, http.StatusOK); err != nil {
			return err
		}
		looks = append(looks, db.Wall().Sub(look))
		if err := rest(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	took := db.Wall().Sub(began)
	out.Seconds, out.PerSecond, out.Page = took.Seconds(), rate(b.subscribers, took), latency(looks)
	return nil
}

func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// sink is a mail server that takes everything and keeps nothing.
type sink struct {
	door  net.Listener
	taken atomic.Int64
}

func openSink() (*sink, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	return &sink{door: l}, err
}

func (s *sink) serve(ctx context.Context) error {
	return smtpd.New(smtpd.Config{Channel: "sink", Protocol: smtpd.SMTP, Domain: "sink.example", Now: db.Wall,
		Log: slog.New(slog.DiscardHandler)}, s).Serve(ctx, s.door)
}

// Ready implements smtpd.Store.
func (s *sink) Ready(context.Context) error { return nil }

// Known implements smtpd.Store.
func (s *sink) Known(context.Context, string) error { return nil }

// Store implements smtpd.Store.
func (s *sink) Store(_ context.Context, d smtpd.Delivery) (string, error) {
	return fmt.Sprint(s.taken.Add(int64(len(d.To)))), nil
}
