package portal

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// limits bound what strangers try and what customers send.
type limits struct {
	client  *web.Limiter // tries at the door, by network
	address *web.Limiter // links mailed and passwords tried, by address
	writing *web.Limiter // replies, tickets, companions, by customer
}

func newLimits() limits {
	return limits{client: web.NewLimiter(6*time.Second, 20, 0), address: web.NewLimiter(2*time.Minute, 5, 0), writing: web.NewLimiter(10*time.Second, 20, 0)}
}

// knock takes a try at the door. Without one left it says so in the form.
func (p *Portal) knock(w http.ResponseWriter, r *http.Request, ip netip.Addr, f *web.Form) bool {
	now := p.now(r.Context())
	ok, wait := p.limits.client.Allow(network(ip), now)
	if ok {
		ok, wait = p.limits.address.Allow(strings.ToLower(f.Get("address")), now)
	}
	return ok || slow(w, r, f, wait)
}

// write takes a customer's leave to send something. Without one left it says so in the form.
func (p *Portal) write(w http.ResponseWriter, r *http.Request, f *web.Form) bool {
	who, _ := access.From(r.Context())
	ok, wait := p.limits.writing.Allow(strconv.FormatInt(who.UserID, 10), p.now(r.Context()))
	return ok || slow(w, r, f, wait)
}

func slow(w http.ResponseWriter, r *http.Request, f *web.Form, wait time.Duration) bool {
	seconds := int(wait/time.Second) + 1
	f.Reject("", i18n.T(r.Context(), "portal.slow", "Seconds", seconds))
	w.Header().Set("Retry-After", strconv.Itoa(seconds)) // RFC 9110 §10.2.3
	return false
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
