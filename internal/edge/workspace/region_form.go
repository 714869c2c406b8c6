package workspace

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The regions are one form of rows, so that it works without a script: its buttons add, move and take away
// rows of what was typed, and nothing is stored before "save".

// tones are the colours that a region can have everywhere.
var tones = []string{"violet", "ochre", "coral", "teal", "moss", "rose"}

const mostRegions = 12

// draft is a region as it was typed: its hours in UTC may not be read yet.
type draft struct {
	people.Region
	queue, extra, cleanup string
}

// drafts writes the regions' hours as people type them.
func drafts(list []people.Region) []draft {
	rows := make([]draft, len(list))
	for i, r := range list {
		rows[i] = draft{r, people.FormatUTCHours(r.Queue), people.FormatUTCHours(r.Extra), people.FormatUTCHours(r.Cleanup)}
	}
	return rows
}

// regionForm shows regions in rows.
func regionForm(list []draft) *web.Form {
	f := web.NewForm("rows", strconv.Itoa(len(list)))
	for i, r := range list {
		for name, value := range map[string]string{"key": r.Key, "name": r.Name, "city": r.City, "zone": r.Zone, "opens": r.Opens,
			"closes": r.Closes, "tone": r.Tone,
			"calendar": r.Calendar, "queue": r.queue, "extra": r.extra, "cleanup": r.cleanup} {
			f.Values.Set(cell(name, i), value)
		}
	}
	return f
}

func cell(name string, row int) string { return fmt.Sprint(name, "-", row) }

// regionRows reads the rows as they were typed.
func regionRows(f *web.Form) []draft {
	n, _ := strconv.Atoi(f.Get("rows")) // what is no number has no rows
	rows := make([]draft, max(0, min(n, mostRegions)))
	for i := range rows {
		get := func(name string) string { return f.Get(cell(name, i)) }
		rows[i] = draft{people.Region{Key: get("key"), Name: get("name"), City: get("city"), Zone: get("zone"), Opens: get("opens"),
			Closes: get("closes"), Tone: get("tone"),
			Calendar: get("calendar")}, get("queue"), get("extra"), get("cleanup")}
	}
	return rows
}

// regionsOf gives the rows as regions, without the hours that do not read.
func regionsOf(rows []draft) []people.Region {
	list := make([]people.Region, len(rows))
	for i, r := range rows {
		list[i] = r.Region
		list[i].Queue, _ = people.ParseUTCHours(r.queue) // what is wrong with it stands at its field
		list[i].Extra, _ = people.ParseUTCHours(r.extra)
		list[i].Cleanup, _ = people.ParseUTCHours(r.cleanup)
	}
	return list
}

// rearrange does what a button of the form says: "add", "up-2", "down-0", "remove-1".
func rearrange(rows []draft, act string) []draft {
	what, number, _ := strings.Cut(act, "-")
	i, err := strconv.Atoi(number)
	if what == "add" && len(rows) < mostRegions {
		return append(rows, draft{Region: people.Region{Opens: "09:00", Closes: "17:00", Tone: spare(rows)}})
	}
	if err != nil || i < 0 || i >= len(rows) {
		return rows
	}
	switch what {
	case "remove":
		return slices.Delete(rows, i, i+1)
	case "up":
		if i > 0 {
			rows[i-1], rows[i] = rows[i], rows[i-1]
		}
	case "down":
		if i < len(rows)-1 {
			rows[i], rows[i+1] = rows[i+1], rows[i]
		}
	}
	return rows
}

// spare is a colour that no region has yet.
func spare(rows []draft) string {
	for _, tone := range tones {
		if !slices.ContainsFunc(rows, func(r draft) bool { return r.Tone == tone }) {
			return tone
		}
	}
	return tones[0]
}
