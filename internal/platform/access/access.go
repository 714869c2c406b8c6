// Package access says who may do what. A principal travels in the context; Check is the first line of every
// use case and fails closed: no principal, no access.
package access

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Role is what a person is in the desk. Names follow Zendesk's.
type Role string

// The roles, from the outside in.
const (
	EndUser    Role = "end_user"    // a customer: own tickets only
	LightAgent Role = "light_agent" // reads, writes internal notes, never to customers
	Agent      Role = "agent"       // works tickets
	Lead       Role = "lead"        // also views, saved replies, people of the desk, held mail
	Admin      Role = "admin"       // also settings, mailboxes, roles
	System     Role = "system"      // the desk itself: intake, jobs, rules; nobody can sign in as it
)

// Roles lists the roles a person may have, from least to most.
func Roles() []Role { return []Role{EndUser, LightAgent, Agent, Lead, Admin} }

// Staff reports whether r works in the desk.
func (r Role) Staff() bool { return r == LightAgent || r == Agent || r == Lead || r == Admin }

// Action is one permission.
type Action string

// The actions. An action is named for what a person does, not for a route.
const (
	ViewTickets    Action = "view_tickets"    // every ticket of the desk
	OwnTickets     Action = "own_tickets"     // tickets one is requester or CC of
	CommentPublic  Action = "comment_public"  // write to the customer
	CommentPrivate Action = "comment_private" // internal notes
	UpdateTickets  Action = "update_tickets"  // status, assignee, fields
	CreateTickets  Action = "create_tickets"  // by hand, on someone's behalf
	ViewPeople     Action = "view_people"     // users and organizations
	EditPeople     Action = "edit_people"     // customers and organizations
	ManageOnCall   Action = "manage_on_call"  // schedules, overrides, qualifications, cover on behalf of others
	ManageStaff    Action = "manage_staff"    // invite, roles, deactivate
	ManageViews    Action = "manage_views"    // shared views and saved replies
	ViewMailLog    Action = "view_mail_log"   // every delivery and its raw message
	ReleaseMail    Action = "release_mail"    // release, retry, block a sender
	ManageSettings Action = "manage_settings" // the desk's settings
)

// grants is the whole policy: who may do what, in one table that a test walks.
var grants = map[Role][]Action{
	EndUser:    {OwnTickets},
	LightAgent: {OwnTickets, ViewTickets, CommentPrivate, ViewPeople},
	Agent: {OwnTickets, ViewTickets, CommentPrivate, CommentPublic, UpdateTickets, CreateTickets,
		ViewPeople, EditPeople, ViewMailLog, ReleaseMail},
	Lead: {OwnTickets, ViewTickets, CommentPrivate, CommentPublic, UpdateTickets, CreateTickets,
		ViewPeople, EditPeople, ViewMailLog, ReleaseMail, ManageViews, ManageOnCall},
	Admin: {OwnTickets, ViewTickets, CommentPrivate, CommentPublic, UpdateTickets, CreateTickets,
		ViewPeople, EditPeople, ViewMailLog, ReleaseMail, ManageViews, ManageOnCall, ManageStaff, ManageSettings},
}

// Allows reports whether r grants a. The System role may do everything.
func (r Role) Allows(a Action) bool { return r == System || slices.Contains(grants[r], a) }

// Grants lists what r may do; nothing for a role that is none.
func (r Role) Grants() []Action { return slices.Clone(grants[r]) }

// Principal is who acts.
type Principal struct {
	UserID int64 // 0 for the system
	Name   string
	Role   Role
	Via    string // how the act came in: web, mail, api, cli, system
	// Only are the actions that the scopes of an API token leave of the role's. Nil leaves all of them, an empty list none.
	Only []Action
}

// may reports whether p may do a: its role grants it, and so does what it signed in with.
func (p Principal) may(a Action) bool {
	return p.Role.Allows(a) && (p.Only == nil || slices.Contains(p.Only, a))
}

type key struct{}

// With puts p into the context.
func With(ctx context.Context, p Principal) context.Context { return context.WithValue(ctx, key{}, p) }

// AsSystem makes the desk itself the actor; via names the part that acts, such as "mail" or "job".
func AsSystem(ctx context.Context, via string) context.Context {
	return With(ctx, Principal{Name: "Daywatch", Role: System, Via: via})
}

// From gives the principal; ok is false when nobody is signed in.
func From(ctx context.Context) (p Principal, ok bool) {
	p, ok = ctx.Value(key{}).(Principal)
	return p, ok
}

// Check returns nil when the principal may do a, fault.Unauthorized when there is none, fault.Forbidden
// otherwise.
func Check(ctx context.Context, a Action) error {
	p, ok := From(ctx)
	if !ok {
		return fault.New(fault.Unauthorized, "Sign in first")
	}
	if !p.Role.Allows(a) {
		return fault.New(fault.Forbidden, "Your role (%s) may not do this (%s). Ask an administrator of the desk", p.Role, a)
	}
	if !p.may(a) {
		return fault.New(fault.Forbidden, "This API token may not do this (%s): its scopes leave it out. Make a token with the scope that is needed", a)
	}
	return nil
}
