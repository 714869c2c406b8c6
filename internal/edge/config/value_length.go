package config

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// length is a stretch of time in seconds. Files have it as 30m, 4h or 1h30m; there are no days, whose length would be a
// matter of the calendar.
type length int64

var lengthForm = regexp.MustCompile(`^(?:(\d{1,5})h)?(?:(\d{1,7})m)?(?:(\d{1,9})s)?$`)

func (l *length) read(d *decoder, n *yaml.Node, field string) {
	parts := lengthForm.FindStringSubmatch(n.Value)
	if n.Kind != yaml.ScalarNode || n.Value == "" || parts == nil {
		d.bad(n, field, "found %s", shown(n))("hours, minutes and seconds, such as 30m, 4h or 1h30m")
		return
	}
	*l = 0
	for i, unit := range []length{3600, 60, 1} {
		if part, err := strconv.ParseInt(parts[i+1], 10, 64); err == nil {
			*l += length(part) * unit
		}
	}
}

func (l *length) node() *yaml.Node { return textNode(l.String()) }

// String writes hours, minutes and seconds, each where there are some.
func (l length) String() string {
	var b strings.Builder
	for _, unit := range []struct {
		seconds length
		name    string
	}{{3600, "h"}, {60, "m"}, {1, "s"}} {
		if l >= unit.seconds {
			b.WriteString(strconv.FormatInt(int64(l/unit.seconds), 10) + unit.name)
			l %= unit.seconds
		}
	}
	if b.Len() == 0 {
		return "0s"
	}
	return b.String()
}

func (*length) schema() map[string]any {
	return map[string]any{"type": "string", "pattern": lengthForm.String(), "examples": []string{"30m", "4h", "1h30m"}}
}
