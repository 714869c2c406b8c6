package crm

import (
	"strings"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
)

// Record is a row of the CRM by our names of its fields, all of them text: what a field holds is checked where it is used.
type Record map[string]string

// Object is what a record is about.
type Object string

// The objects, in the order in which they are fetched.
const (
	Accounts      Object = "account"
	Subscriptions Object = "subscription"
	Contacts      Object = "contact"
)

// Objects lists the objects in the order in which they are fetched.
func Objects() []Object { return []Object{Accounts, Subscriptions, Contacts} }

// FieldsOf are our names of the fields of an object. Each is optional but id, name, account, sku and address.
func FieldsOf(o Object) []string {
	switch o {
	case Accounts:
		return []string{"id", "name", "type", "partner_account", "website", "region", "segment", "seats", "health", "partner", "hold", "hold_reason",
			"account_owner", "account_owner_address", "csm", "csm_address", "solutions_architect", "solutions_architect_address"}
	case Subscriptions:
		return []string{"id", "account", "sku", "status", "starts_on", "ends_on", "seats", "arr", "sold_to", "sold_to_address"}
	}
	return []string{"id", "account", "name", "address", "role"}
}

// AccountKey is the form of an account's id in which two of them are compared: Salesforce writes the same id with 15 and with
// 18 characters.
func AccountKey(id string) string { return salesforce.ID18(strings.TrimSpace(id)) }

// yes reports whether a text of a CRM means yes.
func yes(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "yes", "y", "1", "on", "x", "ja":
		return true
	}
	return false
}
