package peopleui_test

import (
	"testing"
)

func TestMembers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		boPath, anaPath := "/settings/staff/"+idOf(t, s, "bo@desk.example.com"), "/settings/staff/"+idOf(t, s, "ana@desk.example.com")
		admin.shows(admin.get(boPath), 200, "Switch the account off", "Mail a link", `value="agent" selected`)
		admin.shows(admin.post(anaPath+"/role", "role", "agent"), 422, "last administrator", `value="agent" selected`)
		admin.shows(admin.post(anaPath+"/off"), 422, "last administrator", `value="admin" selected`)
		bo.shows(bo.post(boPath+"/role", "role", "admin"), 403)
		admin.leads(admin.post(boPath+"/role", "role", "lead"), boPath)
		bo.leads(bo.get("/profile"), "/sign-in?next=%2Fprofile") // the role ended the session
		bo.leads(bo.post("/sign-in", "address", "bo@desk.example.com", "password", password), "/")
		admin.leads(admin.post(boPath+"/off"), boPath)
		bo.leads(bo.get("/profile"), "/sign-in?next=%2Fprofile")
		bo.shows(bo.post("/sign-in", "address", "bo@desk.example.com", "password", password), 422, "switched off")
		admin.shows(admin.get(boPath), 200, "Switch the account on")
		admin.leads(admin.post(boPath+"/on"), boPath)
		admin.shows(admin.post(boPath+"/link"), 200, s.url+"/reset/")
		bo.leads(bo.post("/sign-in", "address", "bo@desk.example.com", "password", password), "/")
	})
}

func TestGroups(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		boID := idOf(t, s, "bo@desk.example.com")
		admin.shows(admin.get("/settings/groups"), 200, "No groups yet")
		bo.shows(bo.get("/settings/groups"), 403)
		bo.shows(bo.get("/settings/groups/new"), 403)
		admin.shows(admin.post("/settings/groups", "name", "", "member", boID), 422, "needs a name", `value="`+boID+`" checked`)
		admin.leads(admin.post("/settings/groups", "name", "EMEA", "member", boID), "/settings/groups")
		admin.shows(admin.get("/settings/groups"), 200, "EMEA", `aria-label="bo"`)
		admin.shows(admin.get("/settings/groups/1"), 200, `value="`+boID+`" checked`, "Delete group")
		admin.shows(admin.post("/settings/groups", "name", "emea"), 422, "already")
		admin.leads(admin.post("/settings/groups/1", "name", "Europe"), "/settings/groups")
		admin.shows(admin.get("/settings/groups/7"), 404)
		admin.leads(admin.post("/settings/groups/1/delete"), "/settings/groups")
		admin.shows(admin.get("/settings/groups"), 200, "No groups yet", "The group is gone")
	})
}

func TestBlockedSenders(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		bo.shows(bo.get("/settings/blocked?pattern=lamps@spam.example"), 200, "Nobody is blocked", `value="lamps@spam.example"`)
		bo.shows(bo.post("/settings/blocked", "pattern", "@desk.example.com", "reason", "typed"), 422, "colleague", "typed")
		bo.leads(bo.post("/settings/blocked", "pattern", "@spam.example", "reason", "sells lamps"), "/settings/blocked")
		bo.shows(bo.get("/settings/blocked"), 200, "@spam.example", "sells lamps", "Allow again")
		bo.leads(bo.post("/settings/blocked/remove", "pattern", "@spam.example"), "/settings/blocked")
		bo.shows(bo.get("/settings/blocked"), 200, "Nobody is blocked")
	})
}
