package vector_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation/vector"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestRefused: what a vector must not hold is refused with a sentence.
func TestRefused(t *testing.T) {
	nobody := func(json.RawMessage, time.Time) ([]string, error) { return nil, nil }
	for _, text := range []string{`7`, `{"kind": "escalation", "stairs": 1}`, `{"policy": {"steps": []}}`} {
		_, _, _, err := vector.Answer(json.RawMessage(text), nobody)
		if sentence, _ := fault.Public(err); !fault.Is(err, fault.Invalid) || sentence == "" {
			t.Errorf("%s: %v", text, err)
		}
	}
}
