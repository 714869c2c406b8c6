package crm

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// SKU is a line of the SKU map: what a customer has who bought what its pattern names. Every line that fits counts, so that one
// may give the level and another the hours.
type SKU struct {
	Pattern    string   `json:"pattern"`              // * is any text; case does not matter
	Level      string   `json:"level,omitempty"`      // key of a support level
	Tier       string   `json:"tier,omitempty"`       // key of a success tier
	Deployment string   `json:"deployment,omitempty"` // self-managed, saas or dedicated
	Calendar   string   `json:"calendar,omitempty"`   // title of hours of the customer's own: 24x7
	Tags       []string `json:"tags,omitempty"`
}

// SKUsKey is the setting of the SKU map. The tags are the flags of domain/crm-and-calls.md.
var SKUsKey = settings.Key[[]SKU]{Name: "crm.skus", Check: checkSKUs, Default: []SKU{
	{Pattern: "SaaS*Ultimate*", Level: "ultimate", Deployment: "saas", Tags: []string{"sub_dotcom_ultimate"}},
	{Pattern: "SaaS*Premium*", Level: "premium", Deployment: "saas", Tags: []string{"sub_dotcom_premium"}},
	{Pattern: "Self-Managed*Ultimate*", Level: "ultimate", Deployment: "self-managed", Tags: []string{"sub_sm_ultimate"}},
	{Pattern: "Self-Managed*Premium*", Level: "premium", Deployment: "self-managed", Tags: []string{"sub_sm_premium"}},
	{Pattern: "Dedicated*", Level: "ultimate", Deployment: "dedicated", Tags: []string{"sub_gitlab_dedicated"}},
	{Pattern: "Gold*", Level: "gold", Deployment: "saas"},
	{Pattern: "Silver*", Level: "silver", Deployment: "saas"},
	{Pattern: "*Consumption*", Level: "consumption", Tags: []string{"sub_consumption"}},
	{Pattern: "*Community*", Level: "community"},
	{Pattern: "*Signature*", Level: "ultimate", Tier: "signature", Tags: []string{"sub_ss_enterprise"}},
	{Pattern: "*Advanced*", Level: "premium", Tier: "advanced", Tags: []string{"sub_ss_growth"}},
	{Pattern: "*US Government 24x7*", Calendar: "24x7", Tags: []string{"sub_usgov_24x7"}},
}}

// Fits reports whether the line is about a SKU.
func (s SKU) Fits(sku string) bool {
	return fits(strings.ToLower(strings.TrimSpace(s.Pattern)), strings.ToLower(strings.TrimSpace(sku)))
}

// fits matches text with a pattern in which * stands for any text, without trying what cannot be.
func fits(pattern, text string) bool {
	head, rest, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, head)
	if !ok {
		return false
	}
	parts := strings.Split(rest, "*")
	for _, part := range parts[:len(parts)-1] {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return strings.HasSuffix(text, parts[len(parts)-1])
}

func checkSKUs(list []SKU) error {
	seen := map[string]bool{}
	for _, s := range list {
		pattern := strings.ToLower(strings.TrimSpace(s.Pattern))
		switch {
		case pattern == "":
			return fault.Field("skus", "A line of the SKU map needs a pattern, such as SaaS*Premium*")
		case seen[pattern]:
			return fault.Field("skus", "Two lines of the SKU map have the pattern %s. Make one of them", s.Pattern)
		case s.Level == "" && s.Tier == "" && s.Calendar == "" && s.Deployment == "" && len(s.Tags) == 0:
			return fault.Field("skus", "The line %s gives nothing. Choose a level, a tier, a deployment, hours or tags", s.Pattern)
		case s.Level == people.LevelExpired:
			return fault.Field("skus", "The line %s gives the level expired, which is what customers have whose contract ended", s.Pattern)
		case s.Deployment != "" && !slices.Contains(people.Deployments(), s.Deployment):
			return fault.Field("skus", "%s: “%s” is no deployment. Choose one of %s", s.Pattern, fault.Clip(s.Deployment, 40),
				strings.Join(people.Deployments(), ", "))
		}
		seen[pattern] = true
		for _, tag := range s.Tags {
			if strings.ContainsAny(tag, " \t\n") || tag != strings.ToLower(tag) {
				return fault.Field("skus", "%s: a tag has small letters and no spaces; “%s” has not", s.Pattern, fault.Clip(tag, 40))
			}
		}
	}
	return nil
}

// checkKnown holds the lines against the desk's own words.
func (s *Service) checkKnown(ctx context.Context, q db.Querier, list []SKU) error {
	levels, err := people.SupportLevels.Get(ctx, q)
	if err != nil {
		return err
	}
	tiers, err := people.SuccessTiers.Get(ctx, q)
	if err != nil {
		return err
	}
	titles, err := s.calendars(ctx, q)
	if err != nil {
		return err
	}
	for _, line := range list {
		known := func(all []people.Level, key string) bool {
			return key == "" || slices.ContainsFunc(all, func(l people.Level) bool { return l.Key == key })
		}
		switch {
		case !known(levels, line.Level):
			return fault.Field("skus", "%s: this desk has no support level “%s”", line.Pattern, fault.Clip(line.Level, 40))
		case !known(tiers, line.Tier):
			return fault.Field("skus", "%s: this desk has no success tier “%s”", line.Pattern, fault.Clip(line.Tier, 40))
		case line.Calendar != "" && !titles.has(line.Calendar):
			return fault.Field("skus", "%s: this desk has no schedule “%s”", line.Pattern, fault.Clip(line.Calendar, 40))
		}
	}
	return nil
}
