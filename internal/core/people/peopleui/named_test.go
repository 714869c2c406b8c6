package peopleui_test

import (
	"testing"
)

// Who a customer is beyond the contract is typed on one form, and comes back as it was.
func TestAccountFacts(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		form := []string{"name", "Acme", "grace_days", "15", "contact_limit", "1", "health", "amber", "segment", "Enterprise", "arr",
			"120000", "seats", "400", "partner", "Reseller GmbH",
			"aliases", "ACM\r\nAcme Inc", "domains", "@acme.example, acme.test", "shares_tickets", "on",
			"owner_account_owner", "Kofi <kofi@sales.example>", "owner_csm", "bo@desk.example.com", "owner_technical", "Dana; Eve <eve@acme.example>"}
		bo.Post("/organizations", form...).Leads("/organizations/1")
		bo.Get("/organizations/1").Shows(200, "At risk", "Enterprise", "Reseller GmbH", "ACM, Acme Inc", "acme.example", "Kofi",
			"mailto:kofi@sales.example", "Customer success manager", ">bo<", "Dana",
			"see one another", "Revenue of a year (USD)")
		bo.Get("/organizations/1/edit").Shows(200, "Kofi <kofi@sales.example>", "bo <bo@desk.example.com>", "Dana; Eve <eve@acme.example>",
			"acme.example\nacme.test")
		bo.Post("/organizations", "name", "Globex", "grace_days", "0", "contact_limit", "0", "domains", "acme.test").Shows(422,
			"acme.test belongs to Acme already")
		bo.Post("/organizations/1", append([]string{"marked", "on"}, form...)...).Shows(422, "Say why it is marked", "Reseller GmbH")
		bo.Post("/organizations/1", append([]string{"marked", "on", "marked_why", "Went over to Globex"}, form...)...).Leads("/organizations/1")
		bo.Get("/organizations/1").Shows(200, "Marked for deletion since", "Went over to Globex")
		bo.Get("/organizations?only=marked").Shows(200, "/organizations/1")
		bo.Get("/organizations?only=without").Shows(200, "/organizations/1")
	})
}

func TestContactsPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		bo.Post("/organizations", "name", "Acme", "grace_days", "15", "contact_limit", "1").Leads("/organizations/1")
		bo.Post("/organizations", "name", "Globex", "grace_days", "15", "contact_limit", "0").Leads("/organizations/2")
		bo.Get("/organizations/1").Shows(200, "0 of 1 named contacts", "everybody who belongs to this customer may ask", "/organizations/1/contacts")
		bo.Get("/organizations/1/contacts").Shows(200, "No contact is named yet")
		bo.Post("/organizations/1/contacts", "address", "dana", "proof", "license").Shows(422, "not an e-mail address")
		bo.Post("/organizations/1/contacts", "address", "dana@acme.example", "name", "Dana", "contact_role", "Platform lead", "proof",
			"license").Leads("/organizations/1/contacts")
		bo.Get("/organizations/1/contacts").Shows(200, "Dana is a contact now", "Platform lead", "License", "All 1 contacts")
		bo.Post("/organizations/1/contacts", "address", "eve@acme.example", "proof", "by_hand").Shows(422,
			"names 1 contacts of the 1 it may name", "eve@acme.example")
		bo.Post("/organizations/2/contacts", "address", "dana@acme.example", "proof", "by_hand").Shows(422,
			"is a contact of Acme and cannot be one of Globex too")
		dana := "/people/" + idOf(t, s, "dana@acme.example")
		bo.Get(dana).Shows(200, "Platform lead", "License", "/organizations/1/contacts")
		bo.Get("/organizations?only=without").Shows(200, "Globex").Hides("Acme")
		bo.Post("/organizations/1/contacts/drop", "user", idOf(t, s, "dana@acme.example")).Leads("/organizations/1/contacts")
		bo.Get(dana).Shows(200, "without being named as a contact")
	})
}
