package intake

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Addresses are the desk's own mail addresses; the first is the one it introduces itself by. Mail for
// address+anything belongs to address.
var Addresses = settings.Key[[]string]{Name: "mail.addresses", Check: func(list []string) error {
	for _, a := range list {
		if local, domain, ok := strings.Cut(a, "@"); !ok || local == "" || domain == "" || strings.ContainsAny(a, " +<>") {
			return fault.Field("addresses", "%q is no mail address of a desk: write it like support@example.com, without a + part", a)
		}
	}
	return nil
}}

// Owns reports whether an address, with or without a part after a plus sign, is one of the desk's own. It is
// asked inside use cases of other parts and checks no permission.
func (s *Service) Owns(ctx context.Context, q db.Querier, address string) (bool, error) {
	addresses, err := Addresses.Get(ctx, q)
	if err != nil {
		return false, err
	}
	_, ours := own(addresses, address)
	return ours, nil
}

// own splits an address of ours into the address and its part after the plus sign.
func own(addresses []string, address string) (plus string, ok bool) {
	local, domain, found := strings.Cut(people.Normalize(address), "@")
	if !found {
		return "", false
	}
	base, plus, _ := strings.Cut(local, "+")
	return plus, slices.ContainsFunc(addresses, func(a string) bool { return strings.EqualFold(a, base+"@"+domain) })
}

// bounceAddress reports whether rcpt is a return path of ours: bounce+… at one of our domains.
func bounceAddress(addresses []string, rcpt string) bool {
	local, domain, _ := strings.Cut(people.Normalize(rcpt), "@")
	return strings.HasPrefix(local, "bounce+") && slices.ContainsFunc(addresses, func(a string) bool {
		return strings.HasSuffix(strings.ToLower(a), "@"+domain)
	})
}

// addressable reports whether mail could be sent to an address of the outside.
func addressable(address string) bool {
	_, domain, _ := strings.Cut(people.Normalize(address), "@")
	return nameable(address) && strings.Contains(domain, ".")
}

// nameable reports whether an address tells senders apart. Cron writes as root@db1: nobody can answer that,
// but it is somebody.
func nameable(address string) bool {
	local, domain, ok := strings.Cut(people.Normalize(address), "@")
	return ok && local != "" && domain != "" && len(address) <= 320 && !strings.ContainsAny(address, " \t\r\n<>,;")
}
