package review

import (
	"context"
	"embed"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Catalogue holds the words that customers read in agendas, minutes and reports.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Reader is whom an agenda, minutes or a report are written for.
type Reader struct {
	Language string // en or de
	Zone     *time.Location
}

// Languages lists those that customers can be written to in.
func Languages() []string { return []string{"en", "de"} }

// In is a context in which i18n speaks to a reader.
func (r Reader) In(ctx context.Context) (context.Context, error) {
	bundle, err := i18n.NewBundle(Catalogue)
	if err != nil {
		return ctx, err
	}
	return i18n.WithZone(bundle.WithLocale(ctx, r.Language), r.Zone), nil
}

// reader gives the language that most contacts of a customer speak, English where they are even, and the zone of their
// review calls, or else of their hours.
func (s *Service) reader(ctx context.Context, q db.Querier, o people.Organization) (Reader, error) {
	r := Reader{Language: "en", Zone: time.UTC}
	ids, err := s.contactsOf(ctx, q, o.ID)
	if err != nil {
		return r, err
	}
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return r, err
	}
	german := 0
	for _, u := range users {
		if len(u.Locale) >= 2 && u.Locale[:2] == "de" {
			german++
		}
	}
	if 2*german > len(users) {
		r.Language = "de"
	}
	if series, err := currentSeries(ctx, q, o.ID); err == nil {
		r.Zone, err = zoneOf(series.Zone)
		return r, err
	}
	hours, err := s.hours(ctx, q, o)
	if err == nil {
		r.Zone = hours.Zone()
	}
	return r, err
}

// speaking gives an organization with a context in which i18n speaks to its people.
func (s *Service) speaking(ctx context.Context, q db.Querier, organization int64) (o people.Organization, theirs context.Context, err error) {
	if o, err = s.organization(ctx, q, organization); err != nil {
		return o, ctx, err
	}
	reader, err := s.reader(ctx, q, o)
	if err != nil {
		return o, ctx, err
	}
	theirs, err = reader.In(ctx)
	return o, theirs, err
}

// language falls back on English for one that nobody wrote words in.
func language(code string) string {
	if slices.Contains(Languages(), code) {
		return code
	}
	return "en"
}
