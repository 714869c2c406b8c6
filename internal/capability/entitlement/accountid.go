package entitlement

import (
	"regexp"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// accountPrefix begins the numbers of accounts (Salesforce: Object Reference › Account, key prefix 001).
const accountPrefix = "001"

var accountNumber = regexp.MustCompile(`^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$`)

// AccountID gives the 18 characters of a CRM account's number, whether 15 or 18 were typed. 15 characters differ by case
// alone; the three behind them say which are capitals (Salesforce: Object Reference › ID Field Type), so that a number that
// went through a spreadsheet can be told from a mistyped one: its case is mended by them.
func AccountID(typed string) (string, error) {
	id := strings.TrimSpace(typed)
	switch {
	case !accountNumber.MatchString(id):
		return "", fault.Field("crm_account",
			"“%s” is no number of a CRM account. It has 15 or 18 letters and digits, such as 0015e00000ABCdEAAX", fault.Clip(id, 40))
	case !strings.HasPrefix(id, accountPrefix):
		return "", fault.Field("crm_account", "%s is the number of something else: those of accounts begin with %s", id, accountPrefix)
	case len(id) == 15:
		return id + caseMarks(id), nil
	}
	mended, ok := recase(id[:15], strings.ToUpper(id[15:]))
	if !ok {
		return "", fault.Field("crm_account", "%s is mistyped: its last three characters do not fit the others. Copy it anew", id)
	}
	return mended + strings.ToUpper(id[15:]), nil
}

// marks are the digits in which the capitals of five characters are written, the first in the lowest bit.
const marks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"

// caseMarks writes which of 15 characters are capitals.
func caseMarks(id string) string {
	var out [3]byte
	for part := range out {
		bits := 0
		for i := range 5 {
			if c := id[part*5+i]; c >= 'A' && c <= 'Z' {
				bits |= 1 << i
			}
		}
		out[part] = marks[bits]
	}
	return string(out[:])
}

// recase gives the 15 characters the case that the marks say; false where they say it of a digit.
func recase(id, suffix string) (string, bool) {
	out := []byte(strings.ToLower(id))
	for part := range 3 {
		bits := strings.IndexByte(marks, suffix[part])
		if bits < 0 {
			return "", false
		}
		for i := range 5 {
			if bits&(1<<i) == 0 {
				continue
			}
			at := part*5 + i
			if out[at] < 'a' || out[at] > 'z' {
				return "", false
			}
			out[at] -= 'a' - 'A'
		}
	}
	return string(out), true
}
