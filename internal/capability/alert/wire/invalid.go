package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Invalid is a body that is no report. Its reasons are sentences for whoever wrote the sender, in PagerDuty's words where
// PagerDuty has some.
type Invalid struct{ Reasons []string }

func (e *Invalid) Error() string { return strings.Join(e.Reasons, "; ") }

func invalid(format string, args ...any) error {
	return &Invalid{Reasons: []string{fmt.Sprintf(format, args...)}}
}

// decode reads one JSON object. Text where a number belongs, and the like, says where.
func decode(body []byte, v any) error {
	err := json.Unmarshal(body, v)
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return invalid("The body is a JSON %s, not an object", kind.Value)
	case errors.As(err, &kind):
		return invalid("'%s' is a JSON %s, which does not belong there", kind.Field, kind.Value)
	case err != nil:
		return invalid("The body is no JSON: %v", err)
	}
	return nil
}
