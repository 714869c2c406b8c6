package people

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// mostNames bounds aliases and domains.
const mostNames = 100

// cleanAliases puts other names into their stored form: trimmed, in the order typed, each once and not the name itself.
func cleanAliases(name string, typed []string) ([]string, error) {
	var out []string
	for _, a := range typed {
		a = strings.Join(strings.Fields(a), " ")
		same := func(b string) bool { return FoldName(a) == FoldName(b) }
		switch {
		case a == "" || same(name) || slices.ContainsFunc(out, same):
		case len([]rune(a)) > longestName:
			return nil, fault.Field("aliases", "“%s” is longer than the %d characters that are kept", fault.Clip(a, 40), longestName)
		default:
			out = append(out, a)
		}
	}
	if len(out) > mostNames {
		return nil, fault.Field("aliases", "%d other names. Up to %d are kept", len(out), mostNames)
	}
	return out, nil
}

// mailDomain is two labels or more (RFC 1035 §2.3.1), in letters of any alphabet as addresses show them (RFC 6531 §3.3).
var mailDomain = regexp.MustCompile(`^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$`)

// longestDomain is RFC 1035 §2.3.4, without the root.
const longestDomain = 253

// CleanDomain puts a mail domain into its stored form: in small letters, without an @ before it or a dot behind it. It
// is fault.Invalid on "domains" for what is none.
func CleanDomain(typed string) (string, error) {
	d := strings.ToLower(strings.Trim(strings.TrimPrefix(strings.TrimSpace(typed), "@"), "."))
	if len(d) > longestDomain || !mailDomain.MatchString(d) {
		return "", fault.Field("domains",
			"“%s” is not a mail domain. It is what stands behind the @ of an address, such as acme.example", fault.Clip(typed, 60))
	}
	return d, nil
}

func cleanDomains(typed []string) ([]string, error) {
	var out []string
	for _, t := range typed {
		if strings.TrimSpace(t) == "" {
			continue
		}
		d, err := CleanDomain(t)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) > mostNames {
		return nil, fault.Field("domains", "%d domains. Up to %d are kept", len(out), mostNames)
	}
	return out, nil
}

// checkDomains makes sure that no other organization claims a domain: what comes from it could be neither's.
func checkDomains(ctx context.Context, q db.Querier, o Organization) error {
	claimed, err := claimedDomains(ctx, q, o.ID, o.Domains)
	if err != nil || len(claimed) == 0 {
		return err
	}
	c := claimed[0]
	return &fault.Error{Kind: fault.Conflict, Field: "domains",
		Public: c.domain + " belongs to " + c.name + " already. Take it out there first, or leave it out here: a domain that two claim tells nothing"}
}

// OrganizationOfDomain gives the number of the organization that claims a mail domain, 0 when none does. It is for
// matching records and for hints to engineers, never for letting somebody in. The caller has checked that the actor
// may see organizations.
func (s *Service) OrganizationOfDomain(ctx context.Context, q db.Querier, domain string) (int64, error) {
	return organizationOfDomain(ctx, q, strings.ToLower(domain))
}
