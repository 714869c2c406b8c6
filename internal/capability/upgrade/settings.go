package upgrade

import (
	"strings"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// AssistanceRules say how upgrades are accompanied.
type AssistanceRules struct {
	Stops         []string `json:"stops"`           // versions that no upgrade may pass by
	NoticeMinutes int      `json:"notice_minutes"`  // before the window, when who is on call is told
	CallDays      int      `json:"call_days"`       // before the window, when the call is proposed
	CallMinutes   int      `json:"call_minutes"`    // how long it is
	AskAgainHours int      `json:"ask_again_hours"` // after the window, until the outcome is recorded
	Form          string   `json:"form"`            // title of the form by which customers ask for it
	Hold          bool     `json:"hold"`            // tickets wait on hold until the customer confirmed, unless said otherwise
}

// Rules is the setting of upgrades (assigned-support.md, Upgrade assistance: an optional call of 30 minutes, 2 to 3 days before;
// on hold until confirmed). The stops are the product's own, for those who run it in the usual way.
var Rules = settings.Key[AssistanceRules]{Name: "upgrade.rules", Check: AssistanceRules.check, Default: AssistanceRules{
	Stops: []string{"14.0.12", "14.3.6", "14.9.5", "14.10.5", "15.0.5", "15.4.6", "15.11.13", "16.3.9", "16.7.10", "16.11.10",
		"17.3.7", "17.5.5", "17.8.7", "17.11.7", "18.2.8", "18.5.4"},
	NoticeMinutes: 60, CallDays: 2, CallMinutes: 30, AskAgainHours: 24, Form: "Upgrade assistance", Hold: true}}

func (r AssistanceRules) check() error {
	for _, s := range r.Stops {
		if _, err := version.Parse(s); err != nil {
			return fault.Field("stops", "“%s” is no version such as 16.11.10", fault.Clip(s, 40))
		}
	}
	for _, n := range []struct {
		field          string
		value, lo, top int
		what           string
	}{{"notice_minutes", r.NoticeMinutes, 5, 7 * 24 * 60, "minutes before the window"}, {"call_days", r.CallDays, 1, 14, "days before the window"},
		{"call_minutes", r.CallMinutes, 10, 240, "minutes"}, {"ask_again_hours", r.AskAgainHours, 1, 14 * 24, "hours"}} {
		if n.value < n.lo || n.value > n.top {
			return fault.Field(n.field, "This is %d to %d %s, not %d", n.lo, n.top, n.what, n.value)
		}
	}
	if strings.TrimSpace(r.Form) == "" || len([]rune(r.Form)) > 80 {
		return fault.Field("form", "The title of the form has 1 to 80 characters")
	}
	return nil
}
