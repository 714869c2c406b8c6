package call

import (
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// KindRule is a kind of call that can be offered.
type KindRule struct {
	Key     Kind   `json:"key"`
	Title   string `json:"title"`              // as the customer reads it
	TitleDE string `json:"title_de,omitempty"` // in German; empty: Title
	Minutes []int  `json:"minutes"`            // the lengths to choose from
}

// Rules say what can be booked, and when.
type Rules struct {
	Kinds         []KindRule `json:"kinds"`
	NoticeMinutes int        `json:"notice_minutes"`  // from now to the earliest start
	HorizonDays   int        `json:"horizon_days"`    // from now to the latest
	StepMinutes   int        `json:"step_minutes"`    // between starts
	BufferMinutes int        `json:"buffer_minutes"`  // free between two calls of one person
	NoShowMinutes int        `json:"no_show_minutes"` // after the start, until a customer who is not there did not come
	PerDay        int        `json:"per_day"`         // calls of one person in a day of theirs; 0: no limit
	LinkDays      int        `json:"link_days"`       // a link can be used for
	ChangeHours   int        `json:"change_hours"`    // before the start, until the customer moves or cancels by themselves
	Guests        int        `json:"guests"`          // addresses that a customer may add
	Reminders     []int      `json:"reminders"`       // minutes before the start
	StaleHours    int        `json:"stale_hours"`     // that the copy of a calendar may be old before its owner is told
}

// RulesKey is the setting of the rules; its defaults are those of crm-and-calls.md, Calls.
var RulesKey = settings.Key[Rules]{Name: "call.rules", Check: Rules.check, Default: Rules{
	Kinds: []KindRule{
		{Discovery, "Discovery", "Klärung", []int{15, 30}},
		{Troubleshooting, "Troubleshooting", "Fehlersuche", []int{30, 60}},
		{ResetReview, "Reset & Review", "Neustart & Durchsicht", []int{15, 30}},
		{Upgrade, "Upgrade", "Aktualisierung", []int{30}},
	},
	NoticeMinutes: 240, HorizonDays: 14, StepMinutes: 30, BufferMinutes: 0, NoShowMinutes: 10, PerDay: 4, LinkDays: 14,
	ChangeHours: 2, Guests: 5, Reminders: []int{1440, 60}, StaleHours: 24}}

func (r Rules) check() error {
	for _, n := range []struct {
		field           string
		value, low, top int
		what            string
	}{
		{"notice", r.NoticeMinutes, 0, 14 * 1440, "minutes of notice"},
		{"horizon", r.HorizonDays, 1, 90, "days ahead"},
		{"step", r.StepMinutes, 5, 120, "minutes between starts"},
		{"buffer", r.BufferMinutes, 0, 120, "minutes between calls"},
		{"no_show", r.NoShowMinutes, 1, 60, "minutes until somebody did not come"},
		{"per_day", r.PerDay, 0, 50, "calls a day"},
		{"link_days", r.LinkDays, 1, 90, "days of a link"},
		{"change_hours", r.ChangeHours, 0, 168, "hours before the start"},
		{"guests", r.Guests, 0, 20, "guests"},
		{"stale", r.StaleHours, 1, 336, "hours of an old copy"},
	} {
		if n.value < n.low || n.value > n.top {
			return fault.Field(n.field, "%d %s are not possible. Choose from %d to %d", n.value, n.what, n.low, n.top)
		}
	}
	if 60%r.StepMinutes != 0 && r.StepMinutes%60 != 0 {
		return fault.Field("step", "Starts every %d minutes would be at other minutes each hour. Choose 5, 10, 15, 20, 30, 60 or 120", r.StepMinutes)
	}
	for _, m := range r.Reminders {
		if m < 5 || m > 7*1440 {
			return fault.Field("reminders", "A reminder is from 5 to 10080 minutes before the start, not %d", m)
		}
	}
	return checkKinds(r.Kinds)
}

func checkKinds(kinds []KindRule) error {
	if len(kinds) == 0 {
		return fault.Field("kinds", "Keep at least one kind of call")
	}
	var seen []Kind
	for _, k := range kinds {
		switch {
		case k.Key == "" || k.Key == Review || k.Key == Meeting || strings.ContainsAny(string(k.Key), " \t/?#\""):
			return fault.Field("kinds", "“%s” is no key of a kind: write one word, other than review and meeting", fault.Clip(string(k.Key), 40))
		case slices.Contains(seen, k.Key):
			return fault.Field("kinds", "The kind “%s” stands there twice", k.Key)
		case strings.TrimSpace(k.Title) == "" || len([]rune(k.Title)) > 60 || len([]rune(k.TitleDE)) > 60:
			return fault.Field("kinds", "The kind “%s” needs a title of up to 60 characters", k.Key)
		case len(k.Minutes) == 0 || len(k.Minutes) > 4:
			return fault.Field("kinds", "%s: give one to four lengths in minutes", k.Title)
		}
		for _, m := range k.Minutes {
			if m < 5 || m > 240 {
				return fault.Field("kinds", "%s: a call lasts from 5 to 240 minutes, not %d", k.Title, m)
			}
		}
		seen = append(seen, k.Key)
	}
	return nil
}

// Kind gives the rule of a kind; ok is false where it cannot be offered.
func (r Rules) Kind(key Kind) (k KindRule, ok bool) {
	i := slices.IndexFunc(r.Kinds, func(k KindRule) bool { return k.Key == key })
	if i < 0 {
		return KindRule{Key: key, Title: string(key)}, false
	}
	return r.Kinds[i], true
}

// Called is the kind's title in a language.
func (k KindRule) Called(language string) string {
	if german(language) && k.TitleDE != "" {
		return k.TitleDE
	}
	return k.Title
}

// german reports whether words in German are for a reader of language; all others are written to in English.
func german(language string) bool {
	base, _, _ := strings.Cut(language, "-")
	return base == "de"
}

func (r Rules) notice() time.Duration  { return time.Duration(r.NoticeMinutes) * time.Minute }
func (r Rules) horizon() time.Duration { return time.Duration(r.HorizonDays) * 24 * time.Hour }
func (r Rules) buffer() time.Duration  { return time.Duration(r.BufferMinutes) * time.Minute }
func (r Rules) noShow() time.Duration  { return time.Duration(r.NoShowMinutes) * time.Minute }
func (r Rules) change() time.Duration  { return time.Duration(r.ChangeHours) * time.Hour }
