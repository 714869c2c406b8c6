package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestEveryKindMaps walks the kinds: each has an HTTP status, an SMTP reply and an exit status that agree on
// whose fault it is and whether trying again helps.
func TestEveryKindMaps(t *testing.T) {
	temporary := map[fault.Kind]bool{fault.Internal: true, fault.Unavailable: true, fault.Conflict: true, fault.RateLimited: true}
	for k := fault.Internal; k <= fault.RateLimited; k++ {
		err := fault.New(k, "sentence")
		code, enhanced := fault.SMTPReply(err)
		if code/100 != enhanced[0] || (code/100 == 4) != temporary[k] {
			t.Errorf("kind %d: SMTP %d %v", k, code, enhanced)
		}
		if status := fault.HTTPStatus(err); status < 400 || status > 599 || (k <= fault.Unavailable) != (status >= 500) {
			t.Errorf("kind %d: HTTP %d", k, status)
		}
		if exit := fault.ExitCode(err); (exit == 75) != temporary[k] {
			t.Errorf("kind %d: exit %d", k, exit)
		}
	}
}

// TestPublic: an error nobody classified is our own and says nothing of its inside.
func TestPublic(t *testing.T) {
	inner := errors.New("pq: password=hunter2")
	if s, _ := fault.Public(fmt.Errorf("query: %w", inner)); strings.Contains(s, "hunter2") || s == "" {
		t.Errorf("%q", s)
	}
	err := fmt.Errorf("save: %w", fault.Field("zone", "%q is no zone", "Mars"))
	if s, field := fault.Public(err); s != `"Mars" is no zone` || field != "zone" || !fault.Is(err, fault.Invalid) {
		t.Errorf("%q, %q", s, field)
	}
	wrapped := fault.Wrap(fault.Unavailable, inner, "The database is away")
	if !errors.Is(wrapped, inner) || fault.KindOf(wrapped) != fault.Unavailable {
		t.Errorf("%v", wrapped)
	}
	if fault.Wrap(fault.Internal, nil, "nothing") != nil || fault.Is(nil, fault.Internal) || fault.ExitCode(nil) != 0 {
		t.Error("no error became one")
	}
}
