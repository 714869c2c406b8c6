package app

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// fetchCalendar asks for a calendar at an address that a member of the team gave (RFC 9110 §13.1.2).
func (d *Desk) fetchCalendar() func(ctx context.Context, url, etag string) (oncall.Fetched, error) {
	client := outbound.New(outbound.Config{Agent: "Daywatch", Private: d.private, Timeout: 30 * time.Second, Limit: ical.MaxBytes})
	return func(ctx context.Context, url, etag string) (oncall.Fetched, error) {
		request := outbound.Request{URL: url, Header: map[string]string{"Accept": "text/calendar"}}
		if etag != "" {
			request.Header["If-None-Match"] = etag
		}
		answer, err := client.Do(ctx, request)
		var failure *outbound.Failure
		if errors.As(err, &failure) && failure.Status == http.StatusNotModified && etag != "" {
			return oncall.Fetched{Same: true}, nil
		}
		if err != nil {
			return oncall.Fetched{}, err
		}
		return oncall.Fetched{Body: answer.Body, ETag: answer.Header.Get("ETag")}, nil
	}
}
