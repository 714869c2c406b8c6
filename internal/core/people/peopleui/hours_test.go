package peopleui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// The line beside a name speaks of the person's own clock, whatever the reader's.
func TestHoursLine(t *testing.T) {
	bundle, err := i18n.NewBundle(page.Catalogue, peopleui.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	week, err := bizcal.ParseWeek("mon-fri: 0900-1800")
	if err != nil {
		t.Fatal(err)
	}
	moment := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	off := people.TimeOff{UserID: 1, From: moment("2026-11-25T23:00:00Z"), Until: moment("2026-11-26T23:00:00Z")}
	team := people.NewRoster([]people.User{{ID: 1, Role: access.Agent, Zone: "America/Sao_Paulo", Work: people.Work{Hours: week}}, {ID: 2, Role: access.Agent}},
		nil, people.Limits.Default, []people.TimeOff{off})
	for _, c := range []struct {
		user              int64
		at, locale, words string
	}{
		{1, "2026-11-23T17:20:00Z", "en", "14:20 Sao Paulo · until 18:00"},
		{1, "2026-11-23T22:20:00Z", "en", "19:20 Sao Paulo · from Tue 09:00"},
		{1, "2026-11-23T10:20:00Z", "de", "07:20 Sao Paulo · ab 09:00"},
		{1, "2026-11-26T12:00:00Z", "en", "09:00 Sao Paulo · off until Fri 09:00"},
		{2, "2026-11-23T17:20:00Z", "en", "17:20 UTC"},
	} {
		ctx := i18n.WithZone(bundle.WithLocale(context.Background(), c.locale), time.FixedZone("reader", 9*3600))
		var b strings.Builder
		if err := peopleui.Hours(ctx, team, c.user, moment(c.at)).Render(&b); err != nil || !strings.Contains(b.String(), ">"+c.words+"<") {
			t.Errorf("%s: %s, want %s (%v)", c.at, b.String(), c.words, err)
		}
	}
	if peopleui.Hours(context.Background(), team, 9, moment("2026-11-23T17:20:00Z")) != nil {
		t.Error("there is a line for somebody who is not in the team")
	}
}
