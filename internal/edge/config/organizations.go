package config

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// organizationFile is a customer with the facts that clocks and rules depend on. Whether an account is escalated is the
// business of the day and stays with the desk.
type organizationFile struct {
	Name         string            `yaml:"name" required:"true" about:"What the customer is called"`
	PreviousName string            `yaml:"previous_name,omitempty" about:"What it was called, to rename it"`
	ExternalID   string            `yaml:"external_id,omitempty" about:"The customer's number elsewhere"`
	Plan         string            `yaml:"plan,omitempty" about:"What they bought, in a word of your own"`
	SupportLevel string            `yaml:"support_level,omitempty" ref:"support_level" about:"The key of their support level"`
	Tier         string            `yaml:"success_tier,omitempty" ref:"tier" about:"The key of their success tier"`
	StartsOn     date              `yaml:"starts_on,omitempty" about:"The first day of the contract"`
	EndsOn       date              `yaml:"ends_on,omitempty" about:"Its last day"`
	GraceDays    int               `yaml:"grace_days" about:"Days after it on which support goes on"`
	Hold         string            `yaml:"hold,omitempty" about:"Why there is no support until this line goes"`
	Region       string            `yaml:"region,omitempty" ref:"region" about:"The key of the region that they prefer"`
	Calendar     string            `yaml:"calendar,omitempty" ref:"calendar" about:"A schedule of their own, instead of the region's"`
	Promise      *promiseFile      `yaml:"promise,omitempty" style:"flow" about:"When they hear from us, whatever the service level"`
	ContactLimit int               `yaml:"contact_limit" about:"How many people may be named as contacts; 0 has no limit"`
	Engineer     string            `yaml:"assigned_engineer,omitempty" ref:"staff" about:"The address of the engineer assigned to them"`
	Deployment   string            `yaml:"deployment,omitempty" about:"Where their installation runs: self-managed or saas"`
	Version      string            `yaml:"version,omitempty" about:"What they run"`
	Tags         []string          `yaml:"tags,omitempty" about:"Words for rules"`
	Partner      string            `yaml:"partner,omitempty" about:"Who sells to them, if it is not you"`
	Segment      string            `yaml:"segment,omitempty" about:"A part of your market, in a word of your own"`
	Revenue      int64             `yaml:"revenue,omitempty" about:"Of a year, in whole units of the setting people.currency"`
	Seats        int               `yaml:"seats,omitempty" about:"How many they bought"`
	Aliases      []string          `yaml:"aliases,omitempty" about:"Other names and acronyms"`
	Domains      []string          `yaml:"domains,omitempty" about:"Of their mail, for matching and hiding; nobody is joined by them"`
	Shares       bool              `yaml:"shares_tickets,omitempty" about:"Their contacts see one another's tickets in the portal"`
	Owners       map[string]string `yaml:"owners,omitempty" about:"Who answers for them, by a key of people.owner_roles; several are parted by a semicolon"`
	Fields       map[string]string `yaml:"fields,omitempty" about:"Values of organization_fields by their key"`
	Notes        string            `yaml:"notes,omitempty" about:"For engineers only, in Markdown"`
}

// promiseFile are fixed times of the week at which a customer hears from us.
type promiseFile struct {
	Times string `yaml:"times" required:"true" about:"Days and a time of day, such as tue,thu 15:00"`
	Zone  string `yaml:"zone" required:"true" about:"The customer's time zone, such as Asia/Tokyo"`
}

func organizations() kind {
	return &kindOf[organizationFile]{
		noun: "organization", dir: "organizations",
		blank: func() organizationFile {
			usual := people.UsualTerms.Default
			return organizationFile{GraceDays: usual.GraceDays, ContactLimit: usual.ContactLimit}
		},
		name:     func(f *organizationFile) *string { return &f.Name },
		previous: func(f *organizationFile) *string { return &f.PreviousName },
		list:     listOrganizations,
		put:      putOrganization,
		// A customer has people and tickets, so that none is deleted: files only cease to keep it.
		remove: func(context.Context, *session, held[organizationFile]) error { return nil },
		place: func(field string) string {
			if key, own := strings.CutPrefix(field, "field_"); own {
				return "fields." + key
			}
			return map[string]string{"hold_reason": "hold", "tier": "success_tier", "cadence": "promise.times", "zone": "promise.zone", "arr": "revenue"}[field]
		},
	}
}

// circle is which organizations a look at the desk is about. A desk has thousands, most of them from elsewhere, so files
// speak of those that files keep, those that are named, and of others only when they are asked for.
type circle struct {
	names []string
	all   bool // all that have more than a name
}

// surround adds the organizations that objects are about.
func (c *circle) surround(objects []object) {
	for _, o := range objects {
		if o.kind.folder() == "organizations" {
			c.names = append(c.names, o.name, o.previous)
		}
	}
}

func listOrganizations(ctx context.Context, s *session) ([]held[organizationFile], error) {
	kept, err := listManaged(ctx, s.q)
	if err != nil {
		return nil, err
	}
	names := slices.Clone(s.circle.names)
	for _, m := range kept {
		if m.folder == "organizations" {
			names = append(names, m.name)
		}
	}
	all, err := s.People.OrganizationsCalled(ctx, s.q, names...)
	if err == nil && s.circle.all {
		all, err = s.remarkable(ctx, all)
	}
	if err != nil {
		return nil, err
	}
	var out []held[organizationFile]
	for _, o := range all {
		f, err := s.organizationFile(ctx, o)
		if err != nil {
			return nil, err
		}
		out = append(out, held[organizationFile]{id: o.ID, file: f, idle: true})
	}
	return out, nil
}

// remarkable adds to the chosen all organizations that have more than a name and the usual terms.
func (s *session) remarkable(ctx context.Context, chosen []people.Organization) ([]people.Organization, error) {
	usual, err := people.UsualTerms.Get(ctx, s.q)
	if err != nil {
		return nil, err
	}
	all, err := s.People.AllOrganizations(ctx, s.q)
	if err != nil {
		return nil, err
	}
	var out []people.Organization
	for _, o := range all {
		promise, err := s.Clocks.OrganizationPromise(ctx, s.q, o.ID)
		if err != nil {
			return nil, err
		}
		picked := slices.ContainsFunc(chosen, func(c people.Organization) bool { return c.ID == o.ID })
		if picked || o.Remarkable(usual) || promise.Times != "" {
			out = append(out, o)
		}
	}
	return out, nil
}

func (s *session) organizationFile(ctx context.Context, o people.Organization) (f organizationFile, err error) {
	f = organizationFile{Name: o.Name, ExternalID: o.ExternalID, Plan: o.Plan, SupportLevel: o.SupportLevel, Tier: o.Tier, StartsOn: date(o.StartsOn),
		EndsOn: date(o.EndsOn), GraceDays: o.GraceDays, Region: o.Region, ContactLimit: o.ContactLimit, Deployment: o.Deployment, Version: o.Version,
		Partner: o.Partner, Segment: o.Segment, Revenue: o.ARR, Seats: o.Seats, Aliases: o.Aliases, Domains: o.Domains, Shares: o.SharesTickets,
		Tags: o.Tags, Fields: o.Fields, Notes: lines(o.Notes)}
	if f.Owners, err = s.ownersFile(ctx, o); err != nil {
		return f, err
	}
	if o.Hold {
		f.Hold = lines(o.HoldReason)
	}
	if f.Calendar, err = s.name(ctx, "calendar", o.CalendarID); err != nil {
		return f, err
	}
	if f.Engineer, err = s.name(ctx, "staff", o.AssignedEngineerID); err != nil {
		return f, err
	}
	promise, err := s.Clocks.OrganizationPromise(ctx, s.q, o.ID)
	if promise.Times != "" {
		f.Promise = &promiseFile{promise.Times, promise.Zone}
	}
	return f, err
}

func putOrganization(ctx context.Context, s *session, was *held[organizationFile], f organizationFile) error {
	o := people.Organization{}
	if was != nil {
		known, err := s.People.OrganizationsNamed(ctx, s.q, was.id)
		if err != nil {
			return err
		}
		o = known[was.id]
	}
	o.Name, o.ExternalID, o.Plan, o.SupportLevel, o.Tier = f.Name, f.ExternalID, f.Plan, f.SupportLevel, f.Tier
	o.StartsOn, o.EndsOn, o.GraceDays = bizcal.Date(f.StartsOn), bizcal.Date(f.EndsOn), f.GraceDays
	o.Hold, o.HoldReason, o.Region, o.ContactLimit = f.Hold != "", f.Hold, f.Region, f.ContactLimit
	o.Deployment, o.Version, o.Tags, o.Fields, o.Notes = f.Deployment, f.Version, f.Tags, f.Fields, f.Notes
	o.Partner, o.Segment, o.ARR, o.Seats = f.Partner, f.Segment, f.Revenue, f.Seats
	o.Aliases, o.Domains, o.SharesTickets, o.Owners = f.Aliases, f.Domains, f.Shares, ownersOf(f.Owners)
	var err error
	if o.CalendarID, err = s.id(ctx, "calendar", f.Calendar); err != nil {
		return err
	}
	if o.AssignedEngineerID, err = s.id(ctx, "staff", f.Engineer); err != nil {
		return err
	}
	if o, err = s.People.SaveOrganizationIn(ctx, s.tx, o); err != nil {
		return err
	}
	promise := promiseFile{}
	if f.Promise != nil {
		promise = *f.Promise
	}
	return s.Clocks.PromiseOrganizationIn(ctx, s.tx, o.ID, promise.Times, promise.Zone)
}
