package people

import (
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// longestName bounds every name, in characters.
const longestName = 200

// displayName makes a name of what a mail says; an address without one lends its local part.
func displayName(name, address string) string {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		name, _, _ = strings.Cut(address, "@")
	}
	if r := []rune(name); len(r) > longestName {
		name = string(r[:longestName])
	}
	return name
}

// typedName checks a name that a person typed; what says whose name it is: "A person".
func typedName(what, typed string) (string, error) {
	name := strings.Join(strings.Fields(typed), " ")
	switch n := len([]rune(name)); {
	case n == 0:
		return "", fault.Field("name", "%s needs a name", what)
	case n > longestName:
		return "", fault.Field("name", "This name has %d characters; up to %d are kept", n, longestName)
	}
	return name, nil
}

// longestText bounds signatures and notes, in bytes.
const longestText = 20_000

func typedText(field, typed string) (string, error) {
	text := strings.TrimSpace(strings.ReplaceAll(typed, "\r\n", "\n"))
	if len(text) > longestText {
		return "", fault.Field(field, "This text is %d characters too long. Up to %d are kept", len(text)-longestText, longestText)
	}
	return text, nil
}
