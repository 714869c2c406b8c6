package people

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// typedOrganization checks what was typed and puts it into its stored form. What is there already may stay though
// the desk's lists moved on.
func (s *Service) typedOrganization(ctx context.Context, tx *db.Tx, before, o Organization) (_ Organization, err error) {
	if o.Name, err = typedName("An organization", o.Name); err != nil {
		return o, err
	}
	if o, err = typedTexts(o); err != nil {
		return o, err
	}
	if err := o.checkContract(); err != nil {
		return o, err
	}
	if err := oneOf(ctx, tx, SupportLevels, "support_level", before.SupportLevel, o.SupportLevel); err != nil {
		return o, err
	}
	if err := oneOf(ctx, tx, SuccessTiers, "tier", before.Tier, o.Tier); err != nil {
		return o, err
	}
	defined, err := OrganizationFields.Get(ctx, tx)
	if err != nil {
		return o, err
	}
	if o.Fields, err = checkFields(defined, before.Fields, o.Fields); err != nil {
		return o, err
	}
	o.Tags = cleanTags(o.Tags)
	if o.Aliases, err = cleanAliases(o.Name, o.Aliases); err != nil {
		return o, err
	}
	if o.Domains, err = cleanDomains(o.Domains); err != nil {
		return o, err
	}
	if o.Owners, err = typedOwners(ctx, tx, before.Owners, o.Owners); err != nil {
		return o, err
	}
	return o, s.checkLinks(ctx, tx, before, o)
}

func typedTexts(o Organization) (_ Organization, err error) {
	if o.Notes, err = typedText("notes", o.Notes); err != nil {
		return o, err
	}
	if o.HoldReason, err = typedText("hold_reason", o.HoldReason); err != nil {
		return o, err
	}
	if o.EscalationNote, err = typedText("escalation_note", o.EscalationNote); err != nil {
		return o, err
	}
	if o.MarkedWhy, err = typedText("marked_why", o.MarkedWhy); err != nil {
		return o, err
	}
	for _, f := range []struct{ field, value string }{{"plan", o.Plan}, {"region", o.Region}, {"deployment", o.Deployment},
		{"version", o.Version}, {"external_id", o.ExternalID}, {"partner", o.Partner}, {"segment", o.Segment}} {
		if len([]rune(f.value)) > longestName {
			return o, fault.Field(f.field, "This is longer than the %d characters that are kept", longestName)
		}
	}
	return o, nil
}

// checkContract holds the dates and numbers of a contract against one another.
func (o Organization) checkContract() error {
	if o.EndsOn != (bizcal.Date{}) && after(o.StartsOn, o.EndsOn) {
		return fault.Field("ends_on", "The contract would end on %s, before it starts on %s", o.EndsOn, o.StartsOn)
	}
	if o.Hold && o.HoldReason == "" {
		return fault.Field("hold_reason", "Say why support is on hold: whoever is asked must be able to tell the customer")
	}
	if o.Health != "" && !slices.Contains(Healths(), o.Health) {
		return fault.Field("health", "“%s” is no word for how a customer fares. Choose one of %s, or none", fault.Clip(o.Health, 40),
			strings.Join(Healths(), ", "))
	}
	if o.ARR < 0 {
		return fault.Field("arr", "A revenue of %d is not possible. Leave it at 0 where it is not known", o.ARR)
	}
	if o.Seats < 0 {
		return fault.Field("seats", "%d seats are not possible. Leave them at 0 where they are not known", o.Seats)
	}
	if !o.MarkedAt.IsZero() && o.MarkedWhy == "" {
		return fault.Field("marked_why", "Say why it is marked for deletion: whoever deletes it must be able to judge")
	}
	return checkTerms(o.GraceDays, o.ContactLimit)
}

func oneOf(ctx context.Context, q db.Querier, key settings.Key[[]Level], field, before, value string) error {
	if value == "" || value == before {
		return nil
	}
	list, err := key.Get(ctx, q)
	if err != nil || slices.ContainsFunc(list, func(l Level) bool { return l.Key == value }) {
		return err
	}
	names := make([]string, len(list))
	for i, l := range list {
		names[i] = l.Key
	}
	return fault.Field(field, "This desk has no “%s”. Choose one of %s", fault.Clip(value, 40), strings.Join(names, ", "))
}

// checkLinks makes sure that what the organization points to is there, and that its number elsewhere is its own.
func (s *Service) checkLinks(ctx context.Context, tx *db.Tx, before, o Organization) error {
	if o.CalendarID != before.CalendarID && o.CalendarID != 0 && s.hasCalendar != nil {
		if err := s.hasCalendar(ctx, tx, o.CalendarID); fault.Is(err, fault.NotFound) {
			return fault.Field("calendar", "This calendar is not there any more. Choose another")
		} else if err != nil {
			return err
		}
	}
	if o.AssignedEngineerID != before.AssignedEngineerID && o.AssignedEngineerID != 0 {
		found, err := findUsers(ctx, tx, []int64{o.AssignedEngineerID})
		if err != nil {
			return err
		}
		if len(found) == 0 || !found[0].Role.Staff() {
			return fault.Field("assigned_engineer", "Only someone of the team can be a customer's engineer. Choose another")
		}
	}
	if err := checkDomains(ctx, tx, o); err != nil {
		return err
	}
	if o.ExternalID == before.ExternalID || o.ExternalID == "" {
		return nil
	}
	other, err := organizationElsewhere(ctx, tx, o.ExternalID)
	if err == nil && other != "" {
		return &fault.Error{Kind: fault.Conflict, Field: "external_id", Public: "The number " + o.ExternalID + " belongs to " + other + " already"}
	}
	return err
}

// cleanTags puts tags into their stored form: small letters, no space inside, sorted, each once.
func cleanTags(tags []string) []string {
	var out []string
	for _, t := range tags {
		if t = strings.Join(strings.Fields(strings.ToLower(t)), "_"); t != "" {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
