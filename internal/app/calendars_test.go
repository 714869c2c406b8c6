package app

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestCalendarInUse: a calendar that a policy, a rule or the hours of a setting go by stays, and who uses it is named.
func TestCalendarInUse(t *testing.T) {
	openEach(t, func(t *testing.T, ctx context.Context, d *Desk) {
		for name, c := range map[string]struct{ file, text, says string }{
			"policy": {"policies/own.yaml", "title: Nights\nfilter: {all: [{field: schedule_id, operator: is, value: Nights}]}\n", "The policy “Nights”"},
			"trigger": {"triggers/own.yaml",
				"title: At night\nconditions: {all: [{field: update_type, operator: is, value: Create}]}\nactions: [{field: set_schedule, value: Nights}]\n", "The rule “At night”"},
			"setting": {"settings/attention.yaml", "", "Requests for attention"},
		} {
			t.Run(name, func(t *testing.T) {
				files := fstest.MapFS{"calendars/nights.yaml": {Data: []byte("title: Nights\nzone: UTC\nhours: {monday: [22:00-24:00]}\n")}}
				if c.text != "" {
					files[c.file] = &fstest.MapFile{Data: []byte(c.text)}
				}
				if _, err := d.Config.Apply(ctx, files, config.Options{}); err != nil {
					t.Fatal(err)
				}
				nights := calendarTitled(t, ctx, d, "Nights")
				if c.text == "" {
					goBy(t, ctx, d, "nights")
					// The cases share a desk and come in any order: the next one finds the hours as this one did.
					defer goBy(t, ctx, d, "")
				}
				err := d.Calendars.Delete(ctx, nights.ID)
				if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("it can go: %v", err)
				}
				if _, err := d.Config.Rollback(ctx, 0, config.Options{}); c.text != "" && err != nil {
					t.Error(err)
				}
			})
		}
	})
}

// goBy makes requests for attention go by the hours of a calendar.
func goBy(t *testing.T, ctx context.Context, d *Desk, slug string) {
	t.Helper()
	setup, err := d.Attention.Setup(ctx)
	if err != nil {
		t.Fatal(err)
	}
	setup.Stars.Calendar = slug
	if err := d.Attention.SaveStars(ctx, setup.Stars); err != nil {
		t.Fatal(err)
	}
}

func calendarTitled(t *testing.T, ctx context.Context, d *Desk, title string) calendar.Calendar {
	t.Helper()
	c, err := d.Calendars.ByTitle(ctx, d.DB.Read(), title)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
