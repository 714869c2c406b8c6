package peopleui_test

import (
	"testing"
)

func TestMembers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		boPath, anaPath := "/settings/staff/"+idOf(t, s, "bo@desk.example.com"), "/settings/staff/"+idOf(t, s, "ana@desk.example.com")
		admin.Get(boPath).Shows(200, "Switch the account off", "Mail a link", `value="agent" selected`)
		admin.Post(anaPath+"/role", "role", "agent").Shows(422, "last administrator", `value="agent" selected`)
		admin.Post(anaPath+"/off").Shows(422, "last administrator", `value="admin" selected`)
		bo.Post(boPath+"/role", "role", "admin").Shows(403)
		admin.Post(boPath+"/role", "role", "lead").Leads(boPath)
		bo.Get("/profile").Leads("/sign-in?next=%2Fprofile") // the role ended the session
		bo.Post("/sign-in", "address", "bo@desk.example.com", "password", password).Leads("/")
		admin.Post(boPath + "/off").Leads(boPath)
		bo.Get("/profile").Leads("/sign-in?next=%2Fprofile")
		bo.Post("/sign-in", "address", "bo@desk.example.com", "password", password).Shows(422, "switched off")
		admin.Get(boPath).Shows(200, "Switch the account on")
		admin.Post(boPath + "/on").Leads(boPath)
		admin.Post(boPath+"/link").Shows(200, s.URL+"/reset/")
		bo.Post("/sign-in", "address", "bo@desk.example.com", "password", password).Leads("/")
	})
}

func TestGroups(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		boID := idOf(t, s, "bo@desk.example.com")
		admin.Get("/settings/groups").Shows(200, "No groups yet")
		bo.Get("/settings/groups").Shows(403)
		bo.Get("/settings/groups/new").Shows(403)
		admin.Post("/settings/groups", "name", "", "member", boID).Shows(422, "needs a name", `value="`+boID+`" checked`)
		admin.Post("/settings/groups", "name", "EMEA", "member", boID).Leads("/settings/groups")
		admin.Get("/settings/groups").Shows(200, "EMEA", `aria-label="bo"`)
		admin.Get("/settings/groups/1").Shows(200, `value="`+boID+`" checked`, "Delete group")
		admin.Post("/settings/groups", "name", "emea").Shows(422, "already")
		admin.Post("/settings/groups/1", "name", "Europe").Leads("/settings/groups")
		admin.Get("/settings/groups/7").Shows(404)
		admin.Post("/settings/groups/1/delete").Leads("/settings/groups")
		admin.Get("/settings/groups").Shows(200, "No groups yet", "The group is gone")
	})
}

func TestBlockedSenders(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		bo.Get("/settings/blocked?pattern=lamps@spam.example").Shows(200, "Nobody is blocked", `value="lamps@spam.example"`)
		bo.Post("/settings/blocked", "pattern", "@desk.example.com", "reason", "typed").Shows(422, "colleague", "typed")
		bo.Post("/settings/blocked", "pattern", "@spam.example", "reason", "sells lamps").Leads("/settings/blocked")
		bo.Get("/settings/blocked").Shows(200, "@spam.example", "sells lamps", "Allow again")
		bo.Post("/settings/blocked/remove", "pattern", "@spam.example").Leads("/settings/blocked")
		bo.Get("/settings/blocked").Shows(200, "Nobody is blocked")
	})
}
