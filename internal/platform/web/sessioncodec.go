package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// sessionCodec writes sessions as JSON, so that a store can read whose they are and an upgrade of Go can't
// make them unreadable.
type sessionCodec struct{}

type storedSession struct {
	Deadline time.Time         `json:"deadline"`
	Values   map[string]string `json:"values"`
}

// Encode is called by scs when a session is saved.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	s := storedSession{Deadline: deadline, Values: make(map[string]string, len(values))}
	for k, v := range values {
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("session value %q is a %T; only strings are kept", k, v)
		}
		s.Values[k] = text
	}
	return json.Marshal(s)
}

// Decode is called by scs when a session is loaded.
func (sessionCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	var s storedSession
	if err := json.Unmarshal(data, &s); err != nil {
		return time.Time{}, nil, fmt.Errorf("session row: %w", err)
	}
	values := make(map[string]any, len(s.Values))
	for k, v := range s.Values {
		values[k] = v
	}
	return s.Deadline, values, nil
}

// SessionUser reads from the data that a SessionStore is given whose session it is; 0 for nobody's.
func SessionUser(data []byte) (int64, error) {
	var s storedSession
	if err := json.Unmarshal(data, &s); err != nil {
		return 0, fmt.Errorf("session row: %w", err)
	}
	if s.Values[keyUser] == "" {
		return 0, nil
	}
	return strconv.ParseInt(s.Values[keyUser], 10, 64)
}
