package matter

import (
	"context"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Vocabulary reads what a desk has that conditions may name. Of the customers' people and organizations it has
// those of the numbers given: there may be very many.
func (r *Reader) Vocabulary(ctx context.Context, q db.Querier, users, organizations []string) (condition.Vocabulary, error) {
	v := condition.Vocabulary{Choices: map[string][]condition.Choice{}}
	for _, read := range []func(context.Context, db.Querier, *condition.Vocabulary) error{r.teams, r.calendars, terms, forms, ownFields} {
		if err := read(ctx, q, &v); err != nil {
			return v, err
		}
	}
	named, err := r.People.Named(ctx, q, numbers(users)...)
	if err != nil {
		return v, err
	}
	for _, u := range named {
		v.Choices["user"] = append(v.Choices["user"], choice(u.ID, u.Name))
	}
	customers, err := r.People.OrganizationsNamed(ctx, q, numbers(organizations)...)
	for _, o := range customers {
		v.Choices["organization"] = append(v.Choices["organization"], choice(o.ID, o.Name))
	}
	return v, err
}

func choice(id int64, title string) condition.Choice {
	return condition.Choice{Value: strconv.FormatInt(id, 10), Title: title}
}

func numbers(texts []string) []int64 {
	var out []int64
	for _, t := range texts {
		if n, err := strconv.ParseInt(t, 10, 64); err == nil {
			out = append(out, n)
		}
	}
	return out
}

func (r *Reader) teams(ctx context.Context, q db.Querier, v *condition.Vocabulary) error {
	groups, err := r.People.Groups(ctx, q)
	if err != nil {
		return err
	}
	for _, g := range groups {
		v.Choices["group"] = append(v.Choices["group"], choice(g.ID, g.Name))
	}
	staff, err := r.People.Staff(ctx, q)
	for _, u := range staff {
		v.Choices["staff"] = append(v.Choices["staff"], choice(u.ID, u.Name))
	}
	v.Choices["user"] = slices.Clone(v.Choices["staff"])
	return err
}

func (r *Reader) calendars(ctx context.Context, q db.Querier, v *condition.Vocabulary) error {
	all, err := r.Calendars.All(ctx, q)
	for _, c := range all {
		v.Choices["calendar"] = append(v.Choices["calendar"], choice(c.ID, c.Title))
	}
	return err
}

// terms are the desk's own words for customers.
func terms(ctx context.Context, q db.Querier, v *condition.Vocabulary) error {
	regions, err := people.Regions.Get(ctx, q)
	if err != nil {
		return err
	}
	for _, r := range regions {
		v.Choices["region"] = append(v.Choices["region"], condition.Choice{Value: r.Key, Title: r.Name})
	}
	levels, err := people.SupportLevels.Get(ctx, q)
	if err != nil {
		return err
	}
	tiers, err := people.SuccessTiers.Get(ctx, q)
	if err != nil {
		return err
	}
	for ref, list := range map[string][]people.Level{"support_level": levels, "tier": tiers} {
		for _, l := range list {
			v.Choices[ref] = append(v.Choices[ref], condition.Choice{Value: l.Key, Title: l.Name})
		}
	}
	for _, ref := range []string{"plan", "partner", "segment"} {
		inUse, err := wordsInUse(ctx, q, ref)
		if err != nil {
			return err
		}
		for _, word := range inUse {
			v.Choices[ref] = append(v.Choices[ref], condition.Choice{Value: word, Title: word})
		}
	}
	return nil
}

func forms(ctx context.Context, q db.Querier, v *condition.Vocabulary) error {
	all, err := formsOf(ctx, q)
	v.Choices["form"] = all
	return err
}

// ownFields are those the desk made for tickets and for organizations.
func ownFields(ctx context.Context, q db.Querier, v *condition.Vocabulary) error {
	fields, err := fieldsOf(ctx, q)
	if err != nil {
		return err
	}
	v.Custom = fields
	mine, err := people.OrganizationFields.Get(ctx, q)
	for _, f := range mine {
		d := condition.CustomDefinition{Name: condition.OrganizationField(f.Key), Title: f.Title, Kind: f.Kind}
		for _, o := range f.Options {
			d.Choices = append(d.Choices, condition.Choice{Value: o.Value, Title: o.Title})
		}
		v.Custom = append(v.Custom, d)
	}
	return err
}

// definition makes a ticket's field known to conditions.
func definition(key, title, kind string, options []ticket.Option) condition.CustomDefinition {
	d := condition.CustomDefinition{Name: condition.CustomField(key), Title: title, Kind: kind}
	for _, o := range options {
		d.Choices = append(d.Choices, condition.Choice{Value: o.Value, Title: o.Title})
	}
	return d
}
