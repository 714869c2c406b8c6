package app

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/observe"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// LogFields finds what a line of the log should say beside its words: in which request and by whose act.
func LogFields(ctx context.Context) []slog.Attr {
	var out []slog.Attr
	if id := web.RequestID(ctx); id != "" {
		out = append(out, slog.String("request", id))
	}
	if p, ok := access.From(ctx); ok {
		if p.UserID != 0 {
			out = append(out, slog.Int64("actor", p.UserID))
		}
		out = append(out, slog.String("via", p.Via))
	}
	return out
}

// metrics answers Prometheus with the numbers of all desks that share them; those of a restricted desk stand under its own
// host name alone.
func metrics(numbers *observe.Metrics, token string) web.Handler {
	serve := numbers.Handler(token)
	return func(w http.ResponseWriter, r *http.Request) error {
		serve.ServeHTTP(w, r)
		return nil
	}
}

// observe adds the desk's numbers.
func (d *Desk) observe(m *observe.Metrics) {
	d.requests = m.Request
	m.Gauge("daywatch_mails", "Mails received, by what became of them.", []string{"state"}, d.Name, d.mailNumbers)
	m.Gauge("daywatch_mail_oldest_pending_seconds", "How long the oldest mail waits to be filed.", nil, d.Name, d.pendingNumbers)
	m.Gauge("daywatch_jobs", "Jobs waiting or running, by kind.", []string{"kind"}, d.Name, d.jobNumbers)
	m.Gauge("daywatch_jobs_discarded", "Jobs that were given up, up to 100.", nil, d.Name, d.discardedNumbers)
	m.Gauge("daywatch_disk_free_bytes", "Space left for attachments.", nil, d.Name, d.diskNumbers)
}

func (d *Desk) mailNumbers(ctx context.Context) ([]observe.Sample, error) {
	a, err := mailAccount(ctx, d.DB.Read())
	return []observe.Sample{number(a.filed, "filed"), number(a.held, "held"), number(a.dead, "dead"), number(a.pending, "pending")}, err
}

func (d *Desk) pendingNumbers(ctx context.Context) ([]observe.Sample, error) {
	c, err := d.Intake.Counts(access.AsSystem(ctx, "metrics"))
	if err != nil || c.OldestPending.IsZero() {
		return []observe.Sample{{}}, err
	}
	return []observe.Sample{{Value: d.DB.Now(ctx).Sub(c.OldestPending).Seconds()}}, nil
}

func (d *Desk) jobNumbers(ctx context.Context) ([]observe.Sample, error) {
	depths, err := job.Depths(ctx, d.DB.Read())
	var out []observe.Sample
	for _, q := range depths {
		out = append(out, number(q.Count, q.Kind))
	}
	return out, err
}

func (d *Desk) discardedNumbers(ctx context.Context) ([]observe.Sample, error) {
	jobs, err := job.Discarded(ctx, d.DB.Read(), 100)
	return []observe.Sample{number(len(jobs))}, err
}

func (d *Desk) diskNumbers(context.Context) ([]observe.Sample, error) {
	free, err := d.Blobs.Free()
	return []observe.Sample{{Value: float64(free)}}, err
}

func number(n int, labels ...string) observe.Sample {
	return observe.Sample{Labels: labels, Value: float64(n)}
}
