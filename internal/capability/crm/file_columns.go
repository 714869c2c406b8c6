package crm

import (
	"slices"
	"strings"
)

// column is something that files of accounts hold, with the names that it goes by, in small letters and without anything between
// their words.
type column struct {
	name    string
	aliases []string
}

// columns are all that is taken over from files, accounts first.
func columns() []column {
	return []column{
		{"id", []string{"accountid", "accountno", "accountnumber", "salesforceid", "salesforceaccountid", "crmid", "customerid",
			"customerno", "externalid", "kundennummer", "konto", "kontonummer"}},
		{"name", []string{"account", "accountname", "customer", "customername", "company", "companyname", "organization", "organisation", "firma", "kunde"}},
		{"type", []string{"accounttype", "customertype", "art"}},
		{"partner_account", []string{"ispartner", "partneraccount"}},
		{"website", []string{"domain", "url", "web", "homepage", "webseite"}},
		{"region", []string{"supportregion", "salesregion", "geo"}},
		{"segment", []string{"salessegment", "salessegmentation", "accountsegment"}},
		{"seats", []string{"accountseats", "licenses", "licences", "numberoflicenses"}},
		{"health", []string{"healthscore", "accounthealth"}},
		{"partner", []string{"reseller", "soldby", "partnername"}},
		{"hold", []string{"supporthold", "onhold", "gesperrt"}},
		{"hold_reason", []string{"supportholdreason", "reasonforhold"}},
		{"account_owner", []string{"owner", "ownername", "accountmanager", "accountexecutive"}},
		{"account_owner_address", []string{"owneremail", "accountowneremail"}},
		{"csm", []string{"customersuccessmanager", "successmanager", "csmname"}},
		{"csm_address", []string{"csmemail", "customersuccessmanageremail"}},
		{"solutions_architect", []string{"solutionarchitect", "sa", "solutionsarchitectname"}},
		{"solutions_architect_address", []string{"saemail", "solutionsarchitectemail"}},
		{"sku", []string{"product", "productname", "productcode", "skus", "subscription", "plan", "produkt", "artikel"}},
		{"subscription_id", []string{"subscriptionid", "subscriptionno", "orderid", "orderno", "ordernumber"}},
		{"status", []string{"subscriptionstatus", "state"}},
		{"starts_on", []string{"start", "startdate", "subscriptionstart", "contractstart", "beginn"}},
		{"ends_on", []string{"end", "enddate", "expirationdate", "expirydate", "expires", "subscriptionend", "contractend", "renewaldate", "ende"}},
		{"quantity", []string{"subscriptionseats", "users", "anzahl"}},
		{"arr", []string{"annualrecurringrevenue", "acv", "revenue", "umsatz"}},
		{"sold_to", []string{"soldtoname", "soldtocontact"}},
		{"sold_to_address", []string{"soldtoemail", "soldtocontactemail"}},
		{"contact_name", []string{"contact", "contactperson", "ansprechpartner"}},
		{"contact_address", []string{"contactemail", "contactmail", "email", "mail"}},
		{"contact_role", []string{"role", "contacttitle", "rolle"}},
	}
}

func columnNames() []string {
	var names []string
	for _, c := range columns() {
		names = append(names, c.name)
	}
	return names
}

// meant finds what a heading of a file means; empty for nothing. What somebody said of it comes first.
func (s *sheet) meant(heading string) string {
	for ours, theirs := range s.columns {
		if strings.EqualFold(strings.TrimSpace(theirs), strings.TrimSpace(heading)) {
			return ours
		}
	}
	word := folded(heading)
	for _, c := range columns() {
		if s.columns[c.name] == "" && (folded(c.name) == word || slices.Contains(c.aliases, word)) {
			return c.name
		}
	}
	return ""
}

// folded is a heading without its case and what stands between its words; Salesforce ends names of a company's own in __c.
func folded(heading string) string {
	heading = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(heading)), "__c")
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 {
			return r
		}
		return -1
	}, heading)
}

// head reads the headings: what each column means, and how the file calls what the desk takes over.
func (s *sheet) head(line int, headings []string) (means []string, called map[string]string) {
	called = map[string]string{}
	for _, h := range headings {
		name := s.meant(h)
		if name != "" && called[name] != "" {
			s.bad(line, h, "the columns %s and %s both look like %s. Say which of them it is", called[name], h, name)
		}
		switch {
		case name != "":
			called[name] = strings.TrimSpace(h)
		case strings.TrimSpace(h) != "":
			s.ignored = append(s.ignored, strings.TrimSpace(h))
		}
		means = append(means, name)
	}
	for _, needed := range []string{"id", "name"} {
		if called[needed] == "" {
			s.bad(line, "", "there is no column for the %s of an account. Call one “%s”, or say which column it is", needed, needed)
		}
	}
	return means, called
}
