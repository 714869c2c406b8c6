// Package alertapi takes what monitors send, each in its own language: PagerDuty's Events API v2, Alertmanager's and
// Grafana's webhooks, Opsgenie's alerts. A sender is told exactly what it expects to hear; what cannot be taken is refused
// in a sentence, and shown to the administrators.
package alertapi

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The largest bodies. PagerDuty's is its own limit; the webhooks of a large group are a few MiB.
const (
	mostPagerDuty = 512_000
	mostWebhook   = 4 << 20
	mostOpsgenie  = 512_000
)

// Deps is what the addresses need.
type Deps struct {
	Alerts *alert.Service
	Now    func(ctx context.Context) time.Time
	Logger *slog.Logger // nil discards
}

// API serves the addresses.
type API struct {
	Deps
	limits   *limits
	clientIP func(*http.Request) netip.Addr
}

// New makes the addresses.
func New(d Deps) *API {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	return &API{Deps: d, limits: newLimits()}
}

// Routes adds the addresses to mux.
func (a *API) Routes(mux *web.Mux) {
	a.clientIP = mux.ClientIP
	for path, read := range map[string]func([]byte) (string, wire.Report, error){
		"/v2/enqueue": wire.PagerDutyEvent, "/v2/change/enqueue": wire.PagerDutyChange,
	} {
		mux.Handle("POST "+path, a.pagerDuty(read), web.WithoutSession(), web.MaxBody(mostPagerDuty))
	}
	for name, read := range map[string]func([]byte) (wire.Report, error){"alertmanager": wire.AlertmanagerGroup, "grafana": wire.GrafanaGroup} {
		for _, path := range []string{"/hooks/" + name, "/hooks/" + name + "/{key}"} {
			mux.Handle("POST "+path, a.webhook(wire.Sender(name), read), web.WithoutSession(), web.MaxBody(mostWebhook))
			mux.Handle("PUT "+path, a.webhook(wire.Sender(name), read), web.WithoutSession(), web.MaxBody(mostWebhook)) // Grafana may be set to it
		}
	}
	mux.Handle("POST /v2/alerts", a.opsgenieCreate, web.WithoutSession(), web.MaxBody(mostOpsgenie))
	mux.Handle("POST /v2/alerts/{alias}/close", a.opsgenieAct(wire.Resolve), web.WithoutSession(), web.MaxBody(mostOpsgenie))
	mux.Handle("POST /v2/alerts/{alias}/acknowledge", a.opsgenieAct(wire.Acknowledge), web.WithoutSession(), web.MaxBody(mostOpsgenie))
}

// read takes the body in. One that is over the limit is fault.TooLarge, in a sentence that says the limit.
func read(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return body, fault.Wrap(fault.TooLarge, err,
			"The body is larger than the %d bytes that are taken. Send less of the details, or fewer alerts at once", tooLarge.Limit)
	}
	return body, fault.Wrap(fault.Invalid, err, "The body did not arrive whole")
}

// take hands a report to the service, within the limits of its key.
func (a *API) take(r *http.Request, key string, report wire.Report, body []byte) (alert.Receipt, error) {
	ctx := r.Context()
	if err := a.limits.check(ctx, a.Alerts, key, a.Now(ctx)); err != nil {
		return alert.Receipt{}, err
	}
	return a.Alerts.Receive(ctx, key, report, body)
}

// refuse writes down what could not be taken, in the log and where the administrators see it. What is only late or too
// much comes again by itself.
func (a *API) refuse(r *http.Request, from wire.Sender, key string, body []byte, err error) {
	if status := statusOf(err); status == http.StatusTooManyRequests || status >= http.StatusInternalServerError {
		return
	}
	ctx, client := r.Context(), a.clientIP(r).String()
	reason := reasonOf(err)
	a.Logger.WarnContext(ctx, "an alert was refused", "sender", string(from), "client", client, "reason", reason)
	if ok, _ := a.limits.refused.Allow(client, a.Now(ctx)); !ok {
		return // it stands on the list already, and whoever tries keys gets no work out of the database
	}
	refusal := alert.Refusal{Sender: from, Key: key, Reason: reason, Sample: string(body[:min(len(body), 4000)]), Client: client}
	if err := a.Alerts.Refuse(ctx, refusal); err != nil {
		a.Logger.ErrorContext(ctx, "a refused alert was not written down", "err", err)
	}
}

// reasonOf is why a body was refused, in all the sentences there are.
func reasonOf(err error) string {
	var wrong *wire.Invalid
	if errors.As(err, &wrong) {
		return wrong.Error()
	}
	sentence, _ := fault.Public(err)
	return sentence
}

// statusOf is the HTTP status of an error: what is no report is 400, as everywhere in these languages.
func statusOf(err error) int {
	var wrong *wire.Invalid
	if errors.As(err, &wrong) || fault.Is(err, fault.Invalid) {
		return http.StatusBadRequest
	}
	return fault.HTTPStatus(err)
}

// keyOf finds the routing key of a webhook: in its address, else in the header, as a bearer or Opsgenie's token or as the
// password of basic authentication.
func keyOf(r *http.Request) string {
	if key := r.PathValue("key"); key != "" {
		return key
	}
	if _, password, ok := r.BasicAuth(); ok {
		return password
	}
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "GenieKey") {
		return strings.TrimSpace(key)
	}
	return ""
}
