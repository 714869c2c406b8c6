package app

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// programs lets programs in, and no faster than the desk allows.
type programs struct {
	desk *Desk
	// guesses limits passwords that did not fit, by network. Nobody guesses a token, and one that was revoked must not shut
	// out the others of its network.
	guesses *web.Limiter
	calls   *callLimits
}

func (d *Desk) programs() *programs {
	return &programs{desk: d, guesses: web.NewLimiter(3*time.Second, 20, 0), calls: &callLimits{}}
}

// authenticate is web.Config.Authenticate.
func (p *programs) authenticate(ctx context.Context, c web.Call) (context.Context, error) {
	now := p.desk.DB.Now(ctx)
	from := network(c.Client)
	if wait := p.guesses.Wait(from, now); wait > 0 && !c.Token {
		return ctx, web.RetryAfter(fault.New(fault.RateLimited, "There were too many tries with passwords that do not fit"), wait)
	}
	shown := people.Credentials{Address: c.User, Password: c.Secret}
	if c.Token {
		shown = people.Credentials{Address: c.User, Token: c.Secret}
	}
	who, err := p.desk.People.Authenticate(ctx, shown, people.Need{Resource: c.Resource, Write: c.Write})
	if fault.Is(err, fault.Unauthorized) && !c.Token {
		p.guesses.Allow(from, now)
	}
	if err != nil {
		return ctx, err
	}
	rules, err := people.APIRulesKey.Get(ctx, p.desk.DB.Read())
	if err != nil {
		return ctx, err
	}
	if ok, wait := p.calls.allow(who.UserID, rules.PerMinute, now); !ok {
		return ctx, web.RetryAfter(fault.New(fault.RateLimited, "Number of allowed API requests per minute exceeded: %d", rules.PerMinute), wait)
	}
	return access.With(ctx, who), nil
}

// network folds the addresses that one IPv6 customer has into one (RFC 6177 §2).
func network(ip netip.Addr) string {
	if ip.Is6() && !ip.Is4In6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return fmt.Sprint(ip.Unmap())
}
