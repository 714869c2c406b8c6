package crm

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// ObjectMap says where the CRM keeps an object.
type ObjectMap struct {
	Object string            `json:"object"`          // its name in the CRM
	Where  string            `json:"where,omitempty"` // SOQL that records must meet; empty: all
	Fields map[string]string `json:"fields"`          // our name to theirs; what is empty or missing is not asked for
}

// Mapping is where the CRM keeps what the desk takes over.
type Mapping struct {
	Account      ObjectMap `json:"account"`
	Subscription ObjectMap `json:"subscription"`
	Contact      ObjectMap `json:"contact"`
}

// MappingKey is the setting of the mapping. The defaults have the shape of domain/crm-and-calls.md; names that end in __c are a
// company's own and differ.
var MappingKey = settings.Key[Mapping]{Name: "crm.mapping", Check: Mapping.check, Default: Mapping{
	Account: ObjectMap{Object: "Account",
		Fields: map[string]string{"id": "Id", "name": "Name", "type": "Type", "partner_account": "IsPartner", "website": "Website",
			"region": "Support_Region__c", "segment": "Sales_Segmentation__c", "health": "Health__c", "partner": "Partner_Account__r.Name",
			"hold":        "Support_Hold__c",
			"hold_reason": "Support_Hold_Reason__c", "account_owner": "Owner.Name", "account_owner_address": "Owner.Email",
			"csm": "Customer_Success_Manager__r.Name", "csm_address": "Customer_Success_Manager__r.Email",
			"solutions_architect": "Solutions_Architect__r.Name", "solutions_architect_address": "Solutions_Architect__r.Email"}},
	Subscription: ObjectMap{Object: "Subscription__c", Fields: map[string]string{"id": "Id", "account": "Account__c", "sku": "SKU__c", "status": "Status__c",
		"starts_on": "Start_Date__c", "ends_on": "End_Date__c", "seats": "Quantity__c", "arr": "ARR__c", "sold_to": "Sold_To__r.Name",
		"sold_to_address": "Sold_To__r.Email"}},
	Contact: ObjectMap{Object: "Contact", Where: "Email != null",
		Fields: map[string]string{"id": "Id", "account": "AccountId", "name": "Name", "address": "Email", "role": "Role__c"}},
}}

// Of gives the map of an object.
func (m Mapping) Of(o Object) ObjectMap {
	switch o {
	case Accounts:
		return m.Account
	case Subscriptions:
		return m.Subscription
	}
	return m.Contact
}

// With gives the mapping with the map of an object in the place of what it had.
func (m Mapping) With(o Object, part ObjectMap) Mapping {
	switch o {
	case Accounts:
		m.Account = part
	case Subscriptions:
		m.Subscription = part
	default:
		m.Contact = part
	}
	return m
}

// theirs is the shape of a name in SOQL: letters, digits, _ and dots of relationships. Anything else could be more than a name.
var theirs = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$`)

func (m Mapping) check() error {
	needed := map[Object][]string{Accounts: {"id", "name"}, Subscriptions: {"id", "account", "sku"}, Contacts: {"id", "account", "address"}}
	for _, o := range Objects() {
		part := m.Of(o)
		if !theirs.MatchString(part.Object) {
			return fault.Field(string(o)+".object", "“%s” is no name of an object. Write it as Salesforce does, such as Account", fault.Clip(part.Object, 60))
		}
		if strings.ContainsAny(part.Where, ";\n\r") {
			return fault.Field(string(o)+".where", "A condition is one line of SOQL without a semicolon, such as Email != null")
		}
		for _, name := range needed[o] {
			if part.Fields[name] == "" {
				return fault.Field(string(o)+"."+name, "The desk needs to know which field of %s holds the %s", part.Object, name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(part.Fields)) {
			switch field := part.Fields[name]; {
			case !slices.Contains(FieldsOf(o), name):
				return fault.Field(string(o)+"."+name, "The desk takes no “%s” of an object %s. It takes %s", fault.Clip(name, 40), o,
					strings.Join(FieldsOf(o), ", "))
			case field != "" && !theirs.MatchString(field):
				return fault.Field(string(o)+"."+name, "“%s” is no name of a field. Write it as Salesforce does, such as Owner.Email", fault.Clip(field, 60))
			}
		}
	}
	return nil
}

// SOQL is the query for all records of the object (Salesforce: SOQL SELECT Syntax). Records come by their ids, so that an answer
// that is read in parts has an order.
func (m ObjectMap) SOQL() string {
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
		if field := m.Fields[name]; field != "" && !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	query := "SELECT " + strings.Join(fields, ", ") + " FROM " + m.Object
	if m.Where != "" {
		query += " WHERE " + m.Where
	}
	return query + " ORDER BY Id"
}

// ours gives a row of the CRM our names. A field that the row lacks is left out, for it says nothing.
func (m ObjectMap) ours(row map[string]string) Record {
	r := Record{}
	for name, field := range m.Fields {
		if value, ok := row[field]; ok && field != "" {
			r[name] = strings.TrimSpace(value)
		}
	}
	return r
}
