package access_test

import (
	"context"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestPolicy walks every (role, action): the rows say the least role that may.
func TestPolicy(t *testing.T) {
	least := map[access.Action]access.Role{
		access.OwnTickets: access.EndUser, access.ViewTickets: access.LightAgent, access.CommentPrivate: access.LightAgent,
		access.ViewPeople: access.LightAgent, access.CommentPublic: access.Agent, access.UpdateTickets: access.Agent,
		access.CreateTickets: access.Agent, access.EditPeople: access.Agent, access.ViewMailLog: access.Agent,
		access.ReleaseMail: access.Agent, access.ManageViews: access.Lead, access.ManageOnCall: access.Lead,
		access.ManageStaff:    access.Admin,
		access.ManageSettings: access.Admin,
	}
	for action, first := range least {
		may := false
		for _, role := range access.Roles() {
			may = may || role == first
			err := access.Check(access.With(context.Background(), access.Principal{UserID: 1, Role: role}), action)
			if (err == nil) != may {
				t.Errorf("%s, %s: %v", role, action, err)
			}
			if err != nil && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s, %s: want forbidden, got %v", role, action, err)
			}
		}
	}
}

func TestFailsClosed(t *testing.T) {
	if err := access.Check(context.Background(), access.OwnTickets); !fault.Is(err, fault.Unauthorized) {
		t.Errorf("nobody: %v", err)
	}
	unknown := access.With(context.Background(), access.Principal{UserID: 1, Role: "owner"})
	if err := access.Check(unknown, access.OwnTickets); !fault.Is(err, fault.Forbidden) {
		t.Errorf("unknown role: %v", err)
	}
	if err := access.Check(access.AsSystem(context.Background(), "job"), access.ManageSettings); err != nil {
		t.Errorf("system: %v", err)
	}
}
