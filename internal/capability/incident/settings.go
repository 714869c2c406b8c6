package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// BodyLimit is the setting of how many characters an update has at most: what a short message takes.
var BodyLimit = settings.Key[int]{Name: "incident.body_limit", Default: 220, Check: func(n int) error {
	if n < 80 || n > 5000 {
		return fault.Field("body_limit", "An update has from 80 to 5000 characters at most, not %d", n)
	}
	return nil
}}

// Cadence is how many minutes after one public word the next is due, by status and severity ("s1").
type Cadence map[string]map[string]int

// CadenceKey is the setting of the cadence (oncall-and-incidents.md, CMOC).
var CadenceKey = settings.Key[Cadence]{Name: "incident.cadence", Check: checkCadence, Default: Cadence{
	"investigating": {"s1": 10, "s2": 15, "s3": 15, "s4": 15},
	"identified":    {"s1": 10, "s2": 30, "s3": 30, "s4": 30},
	"monitoring":    {"s1": 30, "s2": 60, "s3": 60, "s4": 60},
}}

func checkCadence(c Cadence) error {
	for status, row := range c {
		if !slices.Contains([]string{"investigating", "identified", "monitoring"}, status) {
			return fault.Field("cadence", "“%s” has no cadence; only investigating, identified and monitoring have", status)
		}
		for severity, minutes := range row {
			if !slices.Contains([]string{"s1", "s2", "s3", "s4"}, severity) {
				return fault.Field("cadence", "“%s” is no severity; write s1, s2, s3 or s4", severity)
			}
			if minutes < 1 || minutes > 24*60 {
				return fault.Field(status+"-"+severity, "The next update is due after 1 to 1440 minutes, not %d", minutes)
			}
		}
	}
	return nil
}

// WarnMinutes is the setting of how long before an update is due its writer is warned; 0 warns nobody.
var WarnMinutes = settings.Key[int]{Name: "incident.warn_minutes", Default: 3, Check: func(n int) error {
	if n < 0 || n > 60 {
		return fault.Field("warn_minutes", "The warning comes from 0 to 60 minutes before the update is due, not %d", n)
	}
	return nil
}}

// Approvals is the setting of the severities whose updates somebody else reads before they are public. A new desk asks for
// none: a word in time is worth more.
var Approvals = settings.Key[[]string]{Name: "incident.approvals", Check: func(list []string) error {
	for _, w := range list {
		if !slices.Contains([]string{"s1", "s2", "s3", "s4"}, w) {
			return fault.Field("approvals", "“%s” is no severity; write s1, s2, s3 or s4", w)
		}
	}
	return nil
}}

// Duty is who tells the customers, and how they are called.
type Duty struct {
	Schedule string   `json:"schedule"` // title of the schedule of communications managers
	Policy   string   `json:"policy"`   // title of the policy that pages them
	Hours    []string `json:"hours"`    // UTC, 15:04: when a shift ends where the schedule has nobody
}

// DutyKey is the setting of who tells the customers.
var DutyKey = settings.Key[Duty]{Name: "incident.duty", Check: checkDuty, Default: Duty{
	Schedule: "Incident communications", Policy: "Incident communications", Hours: []string{"00:00", "08:00", "16:00"}}}

func checkDuty(d Duty) error {
	for i, h := range d.Hours {
		if _, err := time.Parse("15:04", h); err != nil {
			return fault.Field("hours", "“%s” is no time of day; write it in UTC, like 08:00", h)
		}
		if slices.Contains(d.Hours[:i], h) {
			return fault.Field("hours", "%s stands here twice. Keep one of them", h)
		}
	}
	return nil
}

// PublicPage is how the public page is kept.
type PublicPage struct {
	Title   string `json:"title"`   // empty: the desk's name
	About   string `json:"about"`   // a sentence below it
	Host    string `json:"host"`    // a name of its own, such as status.example.com; empty: only /status/
	Days    int    `json:"days"`    // how many days of uptime are shown
	Partial int    `json:"partial"` // percent of a partial outage that counts as down
	Slow    int    `json:"slow"`    // percent of degraded performance that counts as down
	Folder  string `json:"folder"`  // where the static copy is written; empty: status, beside the desk's files
}

// PublicPageKey is the setting of the public page. A partial outage counts as Statuspage has it.
var PublicPageKey = settings.Key[PublicPage]{Name: "incident.page", Check: checkPage, Default: PublicPage{Days: 90, Partial: 30}}

func checkPage(p PublicPage) error {
	switch {
	case p.Days < 7 || p.Days > 365:
		return fault.Field("days", "The page shows from 7 to 365 days, not %d", p.Days)
	case p.Partial < 0 || p.Partial > 100:
		return fault.Field("partial", "A partial outage counts from 0 to 100 percent as down, not %d", p.Partial)
	case p.Slow < 0 || p.Slow > 100:
		return fault.Field("slow", "Degraded performance counts from 0 to 100 percent as down, not %d", p.Slow)
	case len(p.Title) > 120:
		return fault.Field("title", "The title is too long. Up to 120 letters fit")
	case strings.ContainsAny(p.Host, "/: "):
		return fault.Field("host", "“%s” is no host name. Write it without https:// and without a path: status.example.com", p.Host)
	}
	return nil
}

// Shift is a stretch in which somebody tells the customers.
type Shift struct {
	Title       string
	From, Until time.Time
	People      []int64
}

// String is the shift in UTC.
func (s Shift) String() string {
	return fmt.Sprintf("%s to %s", s.From.UTC().Format("2 Jan 15:04"), s.Until.UTC().Format("2 Jan 15:04 UTC"))
}
