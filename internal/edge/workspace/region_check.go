package workspace

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// checkRows finds what is wrong with each row and notes it at its field. Rows without any word are left out.
// A new region gets a key made of its name.
func checkRows(f *web.Form, rows []draft, calendars []string) []people.Region {
	var list []people.Region
	for i, r := range regionsOf(rows) {
		if r.Key == "" && r.Name == "" && r.City == "" && r.Zone == "" {
			continue
		}
		reject := func(name, format string, args ...any) { f.Reject(cell(name, i), fmt.Sprintf(format, args...)) }
		checkUTCHours(f, i, rows[i], r)
		if r.Calendar != "" && !slices.Contains(calendars, r.Calendar) {
			reject("calendar", "There is no calendar “%s” any more. Choose another one.", r.Calendar)
		}
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

// checkUTCHours notes at the fields what does not read, and an hour that stands in two of them.
func checkUTCHours(f *web.Form, row int, typed draft, read people.Region) {
	for name, text := range map[string]string{"queue": typed.queue, "extra": typed.extra, "cleanup": typed.cleanup} {
		if _, err := people.ParseUTCHours(text); err != nil {
			sentence, _ := fault.Public(err)
			f.Reject(cell(name, row), sentence)
		}
	}
	for field, pair := range map[string][2][]int{"extra": {read.Queue, read.Extra},
		"cleanup": {append(slices.Clone(read.Queue), read.Extra...), read.Cleanup}} {
		for _, hour := range pair[1] {
			if slices.Contains(pair[0], hour) {
				f.Reject(cell(field, row), fmt.Sprintf("The hour %02d has another duty already. Keep one of them.", hour))
			}
		}
	}
}

func clock(text string) bool {
	_, _, err := people.Region{Opens: text, Closes: "24:00"}.Hours()
	return err == nil
}

// freeKey makes a short word of a name that no row has for its key.
func freeKey(rows []draft, name string) string {
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
	for n := 2; slices.ContainsFunc(rows, func(r draft) bool { return r.Key == key }); n++ {
		key = fmt.Sprint(word, n)
	}
	return key
}
