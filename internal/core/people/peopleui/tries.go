package peopleui

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// tries limits guessing at the doors: per client, whatever it tries, and per address, wherever it comes from.
type tries struct{ client, address *web.Limiter }

func newTries() *tries {
	return &tries{client: web.NewLimiter(6*time.Second, 20, 0), address: web.NewLimiter(30*time.Second, 10, 0)}
}

// clientIP finds the address of the browser (web.Mux.ClientIP).
type clientIP func(*http.Request) netip.Addr

// allow takes one try. address is what was typed, "" where nothing was.
func (t *tries) allow(ip netip.Addr, address string, now time.Time) error {
	if ok, wait := t.client.Allow(network(ip), now); !ok {
		return tooMany(wait)
	}
	if address == "" {
		return nil
	}
	if ok, wait := t.address.Allow(strings.ToLower(strings.TrimSpace(address)), now); !ok {
		return tooMany(wait)
	}
	return nil
}

// network folds the addresses that one IPv6 customer has into one (RFC 6177 §2).
func network(ip netip.Addr) string {
	if ip.Is6() && !ip.Is4In6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.Unmap().String()
}

func tooMany(wait time.Duration) error {
	seconds := int(wait/time.Second) + 1
	return fault.New(fault.RateLimited, "There were too many tries. Wait %d seconds, then try again; nothing was changed and nobody is shut out", seconds)
}

// slowDown shows err in the form if it says that there were too many tries.
func slowDown(w http.ResponseWriter, f *web.Form, err error) bool {
	if !fault.Is(err, fault.RateLimited) {
		return false
	}
	sentence, _ := fault.Public(err)
	f.Reject("", sentence)
	w.Header().Set("Retry-After", strconv.Itoa(30)) // RFC 9110 §10.2.3
	return true
}
