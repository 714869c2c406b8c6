package peopleui_test

import "testing"

// The desk's own words are rows of a form that works without a script.
func TestCustomersSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		bo.Get("/settings/customers").Shows(403)
		bo.Post("/settings/customers", "level-0", "Mine").Shows(403)
		admin.Get("/settings/customers").Shows(200, `value="Ultimate"`, `value="signature"`, `value="15"`, `value="30"`)
		admin.Post("/settings/customers", "do", "rows", "field-0", "Seats", "field-3", "Sector").Shows(200, `value="Sector"`, `name="field-6"`)
		admin.Post("/settings/customers", "level-0", "Gold", "level-1", "gold!", "grace_days", "3").Shows(422, "Two levels have the key gold", `value="gold!"`)
		admin.Post("/settings/customers", "grace_days", "some").Shows(422, "not a whole number", `value="some"`)
		admin.Post("/settings/customers", "field-0", "Sector", "kind-0", "select", "grace_days", "3").Shows(422, "a select needs options")
		admin.Post("/settings/customers", "level-0", "Gold", "level-3", "Silver", "level_key-3", "ag", "grace_days", "3", "contact_limit", "5",
			"field-0", "Sector", "kind-0", "select", "options-0", "bank: Banking, Public sector", "field-2", "Seats", "kind-2",
			"number").Leads("/settings/customers")
		admin.Get("/settings/customers").Shows(200, `value="ag"`, `value="bank: Banking, public_sector: Public sector"`,
			`value="seats"`).Hides(`value="Ultimate"`)
		bo.Get("/organizations/new").Shows(200, "Sector", "Public sector", "Silver", `value="3"`, `value="5"`)
	})
}

func TestCapacityLimits(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		bo.Get("/team/capacity").Shows(200, "Green is up to 15 %").Hides("Limits")
		bo.Post("/team/capacity", "green", "90", "yellow", "95").Shows(403)
		admin.Post("/team/capacity", "green", "30", "yellow", "20").Shows(422, "do not fit", `value="30"`)
		admin.Post("/team/capacity", "green", "a third", "yellow", "20").Shows(422, "not a whole number", `value="a third"`)
		admin.Post("/team/capacity", "green", "30", "yellow", "60").Leads("/team/capacity")
		bo.Get("/team/capacity").Shows(200, "Green is up to 30 %, yellow up to 60 %")
	})
}
