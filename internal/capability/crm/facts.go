package crm

import (
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
)

// Facts are what the CRM says of an organization, as text by field. A field that is missing is none of the CRM's business; an
// empty one is known to be empty.
type Facts map[string]string

// The fields. Those of owners hold a name and an address, as in "Ana Lima <ana@example.com>".
const (
	Name        = "name"
	ExternalID  = "external_id"
	Level       = "support_level"
	Tier        = "tier"
	Deployment  = "deployment" // filled where it is empty: an environment knows better
	Calendar    = "calendar"   // a title
	StartsOn    = "starts_on"
	EndsOn      = "ends_on"
	GraceDays   = "grace_days" // by override only
	Hold        = "hold"       // the reason; empty: no hold
	Region      = "region"
	Segment     = "segment"
	Health      = "health"
	Partner     = "partner"
	ARR         = "arr"
	Seats       = "seats"
	Limit       = "contact_limit" // by override only
	Tags        = "tags"          // those that the SKU map names, with spaces between
	Domain      = "domain"        // is among the organization's
	Owner       = people.AccountOwner
	CSM         = people.SuccessManager
	Architect   = people.SolutionArchitect
	Marked      = "marked" // why it is marked for deletion; empty: not
	ContactLine = "contact"
)

// FieldOrder lists the fields in the order in which plans show them.
func FieldOrder() []string {
	return []string{Name, ExternalID, Level, Tier, Deployment, Calendar, StartsOn, EndsOn, GraceDays, Hold, Marked, Region, Segment, Health,
		Partner, ARR, Seats, Limit,
		Tags, Domain, Owner, CSM, Architect}
}

func owners() []string { return []string{Owner, CSM, Architect} }

// Words are what facts need to speak of an organization.
type Words struct {
	Calendars titles
	Managed   []string // tags that are the CRM's
}

// FactsOf gives what is so of an organization, as a CRM would say it; want decides which of its domains and tags are meant.
func FactsOf(o people.Organization, want Facts, w Words) Facts {
	f := Facts{Name: o.Name, ExternalID: o.ExternalID, Level: o.SupportLevel, Tier: o.Tier, Deployment: o.Deployment, Calendar: w.Calendars.title(o.CalendarID),
		StartsOn: people.FormatDate(o.StartsOn), EndsOn: people.FormatDate(o.EndsOn), GraceDays: strconv.Itoa(o.GraceDays), Hold: "",
		Region: o.Region, Segment: o.Segment,
		Health: o.Health, Partner: o.Partner, ARR: strconv.FormatInt(o.ARR, 10), Seats: "", Limit: strconv.Itoa(o.ContactLimit), Marked: ""}
	if o.Hold {
		f[Hold] = o.HoldReason
	}
	if !o.MarkedAt.IsZero() {
		f[Marked] = o.MarkedWhy
	}
	if o.Seats > 0 {
		f[Seats] = strconv.Itoa(o.Seats)
	}
	var tags []string
	for _, t := range o.Tags {
		if slices.Contains(w.Managed, t) || slices.Contains(strings.Fields(want[Tags]), t) {
			tags = append(tags, t)
		}
	}
	f[Tags], f[Domain] = strings.Join(tags, " "), ""
	if slices.Contains(o.Domains, want[Domain]) {
		f[Domain] = want[Domain]
	}
	for _, role := range owners() {
		f[role] = ""
		if owner, ok := o.Owner(role); ok {
			f[role] = Mention(owner.Name, owner.Address)
		}
	}
	return f
}

// Mention writes a person as the facts of owners do.
func Mention(name, address string) string {
	switch {
	case address == "":
		return name
	case name == "":
		return address
	}
	return name + " <" + address + ">"
}

// Mentioned reads what Mention wrote.
func Mentioned(text string) (name, address string) {
	if at := strings.LastIndex(text, "<"); at >= 0 && strings.HasSuffix(text, ">") {
		return strings.TrimSpace(text[:at]), strings.ToLower(text[at+1 : len(text)-1])
	}
	if strings.Contains(text, "@") {
		return "", strings.ToLower(text)
	}
	return text, ""
}

// same reports whether two values of a field mean the same. A colleague's name may differ between the CRM and the desk.
func same(field, a, b string) bool {
	if a == b || !slices.Contains(owners(), field) {
		return a == b
	}
	_, x := Mentioned(a)
	_, y := Mentioned(b)
	return x != "" && x == y
}

// domainOf is the domain of mail that a website names: the CRM has no other. Empty where there is none that can be.
func domainOf(website string) string {
	text := strings.ToLower(strings.TrimSpace(website))
	if text == "" {
		return ""
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.TrimPrefix(u.Hostname(), "www."), ".")
	if !strings.Contains(host, ".") || strings.Trim(host, "0123456789.") == "" {
		return ""
	}
	return host
}

// addressOf reads an address; empty where it is none that mail could go to.
func addressOf(text string) string {
	a, err := mail.ParseAddress(strings.TrimSpace(text))
	if err != nil || !strings.Contains(a.Address, "@") {
		return ""
	}
	return people.Normalize(a.Address)
}
