package calendarui_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/calendar/calendarui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with the default calendars and their pages.
type site struct {
	*pagetest.Site
	cleo, ana *pagetest.Person // an administrator and an agent
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, cleo: p.Join("Cleo Hart", "cleo@desk.test", access.Admin), ana: p.Join("Ana Lima", "ana@desk.test", access.Agent)}
		s.Do(func(ctx context.Context, tx *db.Tx) error { return s.Calendars.EnsureDefaults(ctx, tx) })
		pages := calendarui.New(calendarui.Deps{Calendars: s.Calendars, Now: s.DB.Now, Page: s.Page})
		s.Serve(web.Config{}, calendarui.Catalogue, pages.Routes)
		test(t, s)
	})
}

func (s *site) titled(title string) calendar.Calendar {
	s.T.Helper()
	c, err := s.Calendars.ByTitle(s.T.Context(), s.DB.Read(), title)
	if err != nil {
		s.T.Fatal(err)
	}
	return c
}

const list = "/settings/calendars"

func at(c calendar.Calendar) string { return list + "/" + strconv.FormatInt(c.ID, 10) }
