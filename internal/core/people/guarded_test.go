package people_test

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// guarded lists the use cases that a light agent may not do. ana is an administrator.
func guarded(k *desk, ana int64) map[string]func(context.Context) error {
	inTx := func(ctx context.Context, f func(tx *db.Tx) error) error { return k.db.Do(ctx, f) }
	return map[string]func(context.Context) error{
		"Invite": func(ctx context.Context) error {
			_, _, err := k.Invite(ctx, people.NewStaff{Name: "C", Address: "c@desk.example.com", Role: access.Agent})
			return err
		},
		"SendLink":     func(ctx context.Context) error { return errOf(k.SendLink(ctx, ana)) },
		"SetRole":      func(ctx context.Context) error { return k.SetRole(ctx, ana, access.Agent) },
		"Deactivate":   func(ctx context.Context) error { return k.Deactivate(ctx, ana) },
		"Reactivate":   func(ctx context.Context) error { return k.Reactivate(ctx, ana) },
		"APITokens":    func(ctx context.Context) error { return errOf(k.APITokens(ctx)) },
		"APIRules":     func(ctx context.Context) error { return errOf(k.APIRules(ctx)) },
		"SaveAPIRules": func(ctx context.Context) error { return k.SaveAPIRules(ctx, people.APIRules{}) },
		"EndSessions":  func(ctx context.Context) error { return k.EndSessions(ctx, ana) },
		"AllStaff":     func(ctx context.Context) error { return errOf(k.AllStaff(ctx)) },
		"Add":          func(ctx context.Context) error { return errOf(k.Add(ctx, "c", "c@x.example", access.Agent, password)) },
		"SetPassword":  func(ctx context.Context) error { return k.SetPassword(ctx, "ana@desk.example.com", password) },
		"SaveGroup":    func(ctx context.Context) error { return errOf(k.SaveGroup(ctx, people.Group{Name: "g"})) },
		"DeleteGroup":  func(ctx context.Context) error { return k.DeleteGroup(ctx, 1) },
		"SaveOrganization": func(ctx context.Context) error {
			return errOf(k.SaveOrganization(ctx, people.Organization{Name: "o"}))
		},
		"SaveOrganizationIn": func(ctx context.Context) error {
			return inTx(ctx, func(tx *db.Tx) error {
				return errOf(k.SaveOrganizationIn(ctx, tx, people.Organization{Name: "o"}))
			})
		},
		"NewOrganization": func(ctx context.Context) error { return errOf(k.NewOrganization(ctx)) },
		"SaveWork":        func(ctx context.Context) error { return errOf(k.SaveWork(ctx, ana, people.Work{})) },
		"SaveWorkIn": func(ctx context.Context) error {
			return inTx(ctx, func(tx *db.Tx) error { return errOf(k.SaveWorkIn(ctx, tx, ana, people.Work{})) })
		},
		"SaveOrganizationLists": func(ctx context.Context) error { return k.SaveOrganizationLists(ctx, people.OrganizationLists{}) },
		"SaveCapacityLimits":    func(ctx context.Context) error { return k.SaveCapacityLimits(ctx, people.CapacityLimits{}) },
		"PlanTimeOff": func(ctx context.Context) error {
			return errOf(k.PlanTimeOff(ctx, people.TimeOff{UserID: ana}, true))
		},
		"CreateContact": func(ctx context.Context) error {
			return errOf(k.CreateContact(ctx, "c@x.example", people.Particulars{Name: "c"}))
		},
		"EditUser":       func(ctx context.Context) error { return errOf(k.EditUser(ctx, ana, people.Particulars{Name: "x"})) },
		"AddAddress":     func(ctx context.Context) error { return k.AddAddress(ctx, ana, "c@x.example") },
		"RemoveAddress":  func(ctx context.Context) error { return k.RemoveAddress(ctx, ana, "ana@desk.example.com") },
		"MakePrimary":    func(ctx context.Context) error { return k.MakePrimary(ctx, ana, "ana@desk.example.com") },
		"Block":          func(ctx context.Context) error { return k.Block(ctx, "c@x.example", "") },
		"Unblock":        func(ctx context.Context) error { return k.Unblock(ctx, "c@x.example") },
		"BlockedSenders": func(ctx context.Context) error { return errOf(k.BlockedSenders(ctx)) },
		"ImportUser": func(ctx context.Context) error {
			return inTx(ctx, func(tx *db.Tx) error { return errOf(k.ImportUser(ctx, tx, people.User{Name: "c"}, "")) })
		},
		"ImportOrganization": func(ctx context.Context) error {
			return inTx(ctx, func(tx *db.Tx) error {
				return errOf(k.ImportOrganization(ctx, tx, people.Organization{Name: "o"}))
			})
		},
		"ImportGroup": func(ctx context.Context) error {
			return inTx(ctx, func(tx *db.Tx) error { return errOf(k.ImportGroup(ctx, tx, "g")) })
		},
	}
}
