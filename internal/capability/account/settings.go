package account

import (
	"strings"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Rules say how many accounts somebody looks after, in which hours, and how cover is found.
type Rules struct {
	Most  int         `json:"most_accounts"` // of one engineer
	Hours int         `json:"hours_a_week"`  // of a new assignment
	Week  bizcal.Week `json:"agreed_hours"`  // of a new assignment
	Auto  bool        `json:"auto_assign"`   // of a new assignment
	// Titles are words one of which the title of an assigned engineer has; without any, everybody may. Somebody whose title
	// is not kept is not judged.
	Titles []string `json:"titles"`
	// Ahead is how many days before time off its cover should be asked for.
	Ahead int `json:"cover_days_ahead"`
	// Sudden is within how many hours time off is sudden. PlannedHours and SuddenHours are how long people have to promise
	// cover before the manager is asked to name somebody.
	Sudden       int `json:"sudden_within_hours"`
	PlannedHours int `json:"planned_hours"`
	SuddenHours  int `json:"sudden_hours"`
	// LeaveOnCall is for how many covered accounts it is suggested that the one who covers leaves on-call meanwhile; 0
	// suggests nothing: they stay in both rotations (job-family.md).
	LeaveOnCall int `json:"leave_on_call_from"`
	// PodSize is how many people a pod usually has, PodHours how many agreed hours a week one of them covers for others.
	// PodPost is from how many out at one time the others are told, PodManager from how many the manager is asked first.
	PodSize    int `json:"pod_size"`
	PodHours   int `json:"pod_hours_a_week"`
	PodPost    int `json:"pod_post_from"`
	PodManager int `json:"pod_manager_from"`
	// Fewer is by how many percent somebody takes fewer tickets of other customers for each account that they cover.
	Fewer int `json:"fewer_others_percent"`
}

// RulesKey is the setting of these (job-family.md, Assigned Support Engineer; assigned-support.md, PTO).
var RulesKey = settings.Key[Rules]{Name: "account.rules", Check: Rules.check, Default: Rules{Most: 5, Hours: 8, Week: office(), Auto: true,
	Titles: []string{"Senior", "Staff", "Principal"}, Ahead: 14, Sudden: 48, PlannedHours: 48, SuddenHours: 4, PodSize: 3, PodHours: 8,
	PodPost: 2, PodManager: 3,
	Fewer: 25}}

// office is Monday to Friday, nine to five.
func office() (w bizcal.Week) {
	for day := 1; day <= 5; day++ {
		w[day] = []bizcal.Span{{From: 9 * 60, To: 17 * 60}}
	}
	return w
}

func (r Rules) check() error {
	for _, n := range []struct {
		field       string
		value       int
		least, most int
		what        string
	}{
		{"most_accounts", r.Most, 1, 100, "Somebody looks after %d to %d accounts, not %d"},
		{"hours_a_week", r.Hours, 1, 168, "A week has %d to %d hours, not %d"},
		{"cover_days_ahead", r.Ahead, 0, 365, "Cover is asked for %d to %d days ahead, not %d"},
		{"sudden_within_hours", r.Sudden, 0, 24 * 60, "Time off is sudden within %d to %d hours, not %d"},
		{"planned_hours", r.PlannedHours, 1, 24 * 30, "People have %d to %d hours to promise cover, not %d"},
		{"sudden_hours", r.SuddenHours, 1, 24 * 30, "People have %d to %d hours to promise cover, not %d"},
		{"leave_on_call_from", r.LeaveOnCall, 0, 100, "A number of accounts is %d to %d, not %d"},
		{"pod_size", r.PodSize, 2, 100, "A pod has %d to %d people, not %d"},
		{"pod_hours_a_week", r.PodHours, 0, 168, "A week has %d to %d hours, not %d"},
		{"pod_post_from", r.PodPost, 1, 100, "Others are told from %d to %d people on, not %d"},
		{"pod_manager_from", r.PodManager, r.PodPost, 100, "The manager is asked from %d, as others are told, to %d people on, not %d"},
		{"fewer_others_percent", r.Fewer, 0, 100, "A share is %d to %d percent, not %d"},
	} {
		if n.value < n.least || n.value > n.most {
			return fault.Field(n.field, n.what, n.least, n.most, n.value)
		}
	}
	for _, t := range r.Titles {
		if strings.TrimSpace(t) == "" {
			return fault.Field("titles", "A word of a title cannot be empty")
		}
	}
	if bad := (bizcal.Spec{Zone: "UTC", Weekly: r.Week}).Problems(); len(bad) > 0 {
		return fault.Field("agreed_hours", "%s", bad[0].Public)
	}
	return nil
}

// Fits reports whether a title is that of somebody who can be assigned.
func (r Rules) Fits(title string) bool {
	if strings.TrimSpace(title) == "" || len(r.Titles) == 0 {
		return true
	}
	for _, t := range r.Titles {
		if strings.Contains(strings.ToLower(title), strings.ToLower(strings.TrimSpace(t))) {
			return true
		}
	}
	return false
}
