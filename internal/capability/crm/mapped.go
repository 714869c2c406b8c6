package crm

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Note is something that whoever reads a plan should know of an account: a word of ours, and what it is about.
type Note struct {
	Word  string `json:"word"`
	Value string `json:"value,omitempty"`
	Other string `json:"other,omitempty"` // the name of what stands in the way
}

// The reasons for which an account is left out.
const (
	SkipType           = "type"
	SkipPartner        = "partner"
	SkipNoSubscription = "no_subscription"
	SkipUnknownSKU     = "unknown_sku"
	SkipNoName         = "no_name"
	SkipNoID           = "no_id"
)

// Person is somebody whom the CRM names for an account.
type Person struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address"`
	Role    string `json:"role,omitempty"`
	SoldTo  bool   `json:"sold_to,omitempty"` // named on the order; for new organizations
	UserID  int64  `json:"user_id,omitempty"` // of one who is gone
}

// Input is one account with what belongs to it.
type Input struct {
	Account       Record
	Contradicts   string // what two rows of this account say differently; empty: nothing
	Subscriptions []Record
	Contacts      []Record
}

// Book is what accounts are mapped by.
type Book struct {
	Today     bizcal.Date
	Rules     Rules
	SKUs      []SKU
	Levels    []people.Level // highest first
	Tiers     []people.Level
	Regions   []people.Region
	GraceDays int
	Known     map[string]int        // days of grace of the organizations that there are, by account key
	Overrides map[string][]Override // those that hold, by account key
	Calendars titles
}

// Mapped is what the CRM says of an account, in the words of the desk.
type Mapped struct {
	AccountID string            `json:"account_id"`
	Key       string            `json:"key"`
	Name      string            `json:"name"`
	Skip      string            `json:"skip,omitempty"`
	Doubt     string            `json:"doubt,omitempty"` // rows of the account that contradict one another
	Facts     Facts             `json:"facts,omitempty"`
	Held      map[string]string `json:"held,omitempty"` // fields with an override, and what the CRM says
	People    []Person          `json:"people,omitempty"`
	Notes     []Note            `json:"notes,omitempty"`
}

// Map says what an account means. It is pure: the same input and book give the same answer.
func Map(in Input, b Book) Mapped {
	m := Mapped{AccountID: strings.TrimSpace(in.Account["id"]), Name: strings.Join(strings.Fields(in.Account["name"]), " "), Facts: Facts{}}
	m.Key = AccountKey(m.AccountID)
	grace, known := b.Known[m.Key]
	if !known {
		grace = b.GraceDays
	}
	overrides := b.Overrides[m.Key]
	for _, o := range overrides {
		if o.Field == GraceDays {
			grace, _ = strconv.Atoi(o.Value) // checked when it was made
		}
	}
	m.Doubt = in.Contradicts
	if m.Skip = b.refuses(in.Account); m.Skip != "" || m.Doubt != "" {
		return m
	}
	c := contractOf(in.Subscriptions, grace, b)
	m.Notes = append(m.Notes, c.notes...)
	levelled := slices.ContainsFunc(overrides, func(o Override) bool { return o.Field == Level })
	switch {
	case c.empty && !known && !levelled:
		m.Skip = SkipNoSubscription
		return m
	case c.level == "" && !levelled:
		m.Skip = SkipUnknownSKU
		return m
	}
	m.describe(in.Account, b)
	m.agree(c, b)
	m.hold(overrides)
	m.meet(in)
	return m
}

// refuses says why an account is no customer of the desk, or nothing.
func (b Book) refuses(a Record) string {
	kind := strings.TrimSpace(a["type"])
	is := func(list []string) bool {
		return slices.ContainsFunc(list, func(t string) bool { return strings.EqualFold(t, kind) })
	}
	_, typed := a["type"]
	switch {
	case strings.TrimSpace(a["id"]) == "":
		return SkipNoID
	case strings.TrimSpace(a["name"]) == "":
		return SkipNoName
	case yes(a["partner_account"]) || kind != "" && is(b.Rules.Partners):
		return SkipPartner
	case typed && len(b.Rules.Types) > 0 && !is(b.Rules.Types):
		return SkipType
	}
	return ""
}

// describe takes over what the account itself says.
func (m *Mapped) describe(a Record, b Book) {
	f := m.Facts
	f[Name] = m.Name
	for ours, field := range map[string]string{"segment": Segment, "partner": Partner} {
		if value, ok := a[ours]; ok {
			f[field] = strings.TrimSpace(value)
		}
	}
	if value, ok := a["region"]; ok {
		m.region(strings.TrimSpace(value), b)
	}
	if value, ok := a["health"]; ok {
		m.health(value)
	}
	if seats, ok := a["seats"]; ok {
		f[Seats] = whole(seats)
	}
	if _, ok := a["hold"]; ok {
		f[Hold] = ""
		if yes(a["hold"]) {
			f[Hold] = cmp.Or(strings.TrimSpace(a["hold_reason"]), "Support is on hold in the CRM")
		}
	}
	if website, ok := a["website"]; ok {
		f[Domain] = domainOf(website)
	}
	for _, role := range owners() {
		name, named := a[role]
		address, addressed := a[role+"_address"]
		if named || addressed {
			f[role] = Mention(strings.Join(strings.Fields(name), " "), addressOf(address))
		}
	}
}

// region finds the desk's region of a word of the CRM.
func (m *Mapped) region(word string, b Book) {
	if word == "" {
		m.Facts[Region] = ""
		return
	}
	for theirs, key := range b.Rules.Regions {
		if strings.EqualFold(theirs, word) {
			word = key
		}
	}
	for _, r := range b.Regions {
		if strings.EqualFold(r.Key, word) || strings.EqualFold(r.Name, word) {
			m.Facts[Region] = r.Key
			return
		}
	}
	m.Notes = append(m.Notes, Note{Word: "unknown_region", Value: word})
}

func (m *Mapped) health(value string) {
	word := strings.ToLower(strings.TrimSpace(value))
	if word == "yellow" {
		word = "amber"
	}
	if word != "" && !slices.Contains(people.Healths(), word) {
		m.Notes = append(m.Notes, Note{Word: "unknown_health", Value: value})
		return
	}
	m.Facts[Health] = word
}

// agree takes over what was bought.
func (m *Mapped) agree(c contract, b Book) {
	f := m.Facts
	f[Level], f[Tier] = c.level, c.tier
	if c.priced {
		f[ARR] = strconv.FormatInt(c.arr, 10)
	}
	if !c.empty {
		f[StartsOn], f[EndsOn] = people.FormatDate(c.starts), people.FormatDate(c.ends)
	}
	if c.deployment != "" {
		f[Deployment] = c.deployment
	}
	if f[Seats] == "" && c.seats > 0 {
		f[Seats] = strconv.FormatInt(c.seats, 10)
	}
	tags := slices.Sorted(maps.Keys(c.tags))
	if b.Rules.ASETag != "" && slices.Contains(b.Rules.ASETiers, c.tier) && !slices.Contains(tags, b.Rules.ASETag) {
		tags = append(tags, b.Rules.ASETag)
		slices.Sort(tags)
	}
	f[Tags] = strings.Join(tags, " ")
	switch {
	case c.calendar == "":
		f[Calendar] = ""
	case b.Calendars.has(c.calendar):
		f[Calendar] = c.calendar
	default:
		m.Notes = append(m.Notes, Note{Word: "unknown_calendar", Value: c.calendar})
	}
	f[Marked] = ""
	if c.level == people.LevelExpired && c.ends != (bizcal.Date{}) && years(c.ends, b.Rules.DeleteYears).Compare(b.Today) < 0 {
		f[Marked] = fmt.Sprintf("CRM: the contract ended on %s, more than %d years ago", c.ends, b.Rules.DeleteYears)
	}
}

// hold puts the overrides in the place of what the CRM says.
func (m *Mapped) hold(overrides []Override) {
	for _, o := range overrides {
		if m.Held == nil {
			m.Held = map[string]string{}
		}
		m.Held[o.Field] = m.Facts[o.Field]
		m.Facts[o.Field] = o.Value
	}
}

// meet takes over the people: whom the contacts name, and whom the orders were sold to.
func (m *Mapped) meet(in Input) {
	seen := map[string]bool{}
	add := func(p Person) {
		if p.Address != "" && !seen[p.Address] {
			seen[p.Address] = true
			m.People = append(m.People, p)
		}
	}
	for _, c := range in.Contacts {
		add(Person{Name: strings.Join(strings.Fields(c["name"]), " "), Address: addressOf(c["address"]), Role: strings.Join(strings.Fields(c["role"]), " ")})
	}
	for _, s := range in.Subscriptions {
		add(Person{Name: strings.Join(strings.Fields(s["sold_to"]), " "), Address: addressOf(s["sold_to_address"]), SoldTo: true})
	}
}

func years(d bizcal.Date, n int) bizcal.Date {
	d.Year += n
	return d.AddDays(0) // 29 February becomes 1 March
}

// whole reads a number of a CRM, such as 120000.00, as a whole one; empty where it is none or zero.
func whole(text string) string {
	if n := amount(text); n > 0 {
		return strconv.FormatInt(n, 10)
	}
	return ""
}

// amount reads a number of a CRM and drops what is behind the point; what is none is 0.
func amount(text string) int64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || n < 0 || n > 1e15 {
		return 0
	}
	return int64(n)
}
