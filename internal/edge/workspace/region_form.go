package workspace

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The regions are one form of rows, so that it works without a script: its buttons add, move and take away
// rows of what was typed, and nothing is stored before "save".

// tones are the colours that a region can have everywhere.
var tones = []string{"violet", "ochre", "coral", "teal", "moss", "rose"}

const mostRegions = 12

// regionForm shows regions in rows.
func regionForm(list []people.Region) *web.Form {
	f := web.NewForm("rows", strconv.Itoa(len(list)))
	for i, r := range list {
		for name, value := range map[string]string{"key": r.Key, "name": r.Name, "city": r.City, "zone": r.Zone, "opens": r.Opens, "closes": r.Closes, "tone": r.Tone} {
			f.Values.Set(cell(name, i), value)
		}
	}
	return f
}

func cell(name string, row int) string { return fmt.Sprint(name, "-", row) }

// regionRows reads the rows as they were typed.
func regionRows(f *web.Form) []people.Region {
	n, _ := strconv.Atoi(f.Get("rows")) // what is no number has no rows
	rows := make([]people.Region, max(0, min(n, mostRegions)))
	for i := range rows {
		get := func(name string) string { return f.Get(cell(name, i)) }
		rows[i] = people.Region{Key: get("key"), Name: get("name"), City: get("city"), Zone: get("zone"), Opens: get("opens"), Closes: get("closes"), Tone: get("tone")}
	}
	return rows
}

// rearrange does what a button of the form says: "add", "up-2", "down-0", "remove-1".
func rearrange(rows []people.Region, act string) []people.Region {
	what, number, _ := strings.Cut(act, "-")
	i, err := strconv.Atoi(number)
	if what == "add" && len(rows) < mostRegions {
		return append(rows, people.Region{Opens: "09:00", Closes: "17:00", Tone: spare(rows)})
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
func spare(rows []people.Region) string {
	for _, tone := range tones {
		if !slices.ContainsFunc(rows, func(r people.Region) bool { return r.Tone == tone }) {
			return tone
		}
	}
	return tones[0]
}

// checkRows finds what is wrong with each row and notes it at its field. Rows without any word are left out.
// A new region gets a key made of its name.
func checkRows(f *web.Form, rows []people.Region) []people.Region {
	var list []people.Region
	for i, r := range rows {
		if r.Key == "" && r.Name == "" && r.City == "" && r.Zone == "" {
			continue
		}
		reject := func(name, format string, args ...any) { f.Reject(cell(name, i), fmt.Sprintf(format, args...)) }
		if r.Name == "" {
			reject("name", "A region needs a name, like EMEA.")
		} else if slices.ContainsFunc(list, func(o people.Region) bool { return strings.EqualFold(o.Name, r.Name) }) {
			reject("name", "Another region is called %s, too.", r.Name)
		}
		if _, err := time.LoadLocation(r.Zone); err != nil || r.Zone == "" || r.Zone == "Local" {
			reject("zone", "“%s” is no time zone. Write it like Europe/Amsterdam.", r.Zone)
		}
		if !clock(r.Opens) || r.Opens == "24:00" {
			reject("opens", "“%s” is no time of day. Write it like 08:00.", r.Opens)
		}
		if !clock(r.Closes) {
			reject("closes", "“%s” is no time of day. Write it like 18:00.", r.Closes)
		}
		if !slices.Contains(tones, r.Tone) {
			reject("tone", "Choose a colour.")
		}
		if r.Key == "" {
			r.Key = freeKey(rows, r.Name)
		}
		list = append(list, r)
	}
	return list
}

func clock(text string) bool {
	_, _, err := people.Region{Opens: text, Closes: "24:00"}.Hours()
	return err == nil
}

// freeKey makes a short word of a name that no row has for its key.
func freeKey(rows []people.Region, name string) string {
	word := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	if word == "" {
		word = "region"
	}
	key := word
	for n := 2; slices.ContainsFunc(rows, func(r people.Region) bool { return r.Key == key }); n++ {
		key = fmt.Sprint(word, n)
	}
	return key
}
