package entitlement

import (
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
)

// Asking is somebody who asks, with all that decides about it.
type Asking struct {
	User         people.User         // ID 0: somebody whom the desk does not know
	Organization people.Organization // theirs; ID 0: none
	Contact      bool                // it names them
	AnyContacts  bool                // some organization of the desk names somebody
	At           time.Time

	Emergency bool     // they call an emergency
	FollowUp  bool     // they go on from a closed ticket of theirs
	Form      string   // title; empty: none
	To        []string // addresses of the desk, small letters
	LetIn     bool     // somebody of the team let them in this once
}

// Pass is why somebody passes whatever their right is.
type Pass string

// The passes. The zero Pass is none.
const (
	PassStaff     Pass = "staff"
	PassLetIn     Pass = "let_in"
	PassEmergency Pass = "emergency"
	PassFollowUp  Pass = "follow_up"
	PassForm      Pass = "form"
	PassAddress   Pass = "address"
)

// Verdict is what the desk holds of somebody who asks.
type Verdict struct {
	Reason Reason // empty: they are entitled
	Answer Answer // of a reason; empty otherwise
	Pass   Pass   // lets them through all the same
	// Grace says that the contract is over and support goes on for a while.
	Grace bool
}

// Passes reports whether their request is taken.
func (v Verdict) Passes() bool { return v.Reason == "" || v.Pass != "" || v.Answer == Take }

// Judge says whether somebody may ask. That somebody is not named comes before the state of the contract: whoever the
// organization does not vouch for is not told how it stands with its bills.
func (r Rules) Judge(a Asking) Verdict {
	v := Verdict{Reason: r.listed(a), Pass: r.pass(a)}
	if v.Reason == "" && a.Organization.ID != 0 {
		switch a.Organization.Entitlement(a.At) {
		case people.OnHold:
			v.Reason = OnHold
		case people.NotStarted:
			v.Reason = NotStarted
		case people.Expired:
			v.Reason = Expired
		case people.Grace:
			v.Grace = true
		}
	}
	if a.User.Role.Staff() {
		return Verdict{Pass: PassStaff}
	}
	if v.Reason != "" {
		v.Answer = r.answer(v.Reason)
	}
	return v
}

// listed says why somebody is none of those who may ask.
func (r Rules) listed(a Asking) Reason {
	if a.Organization.ID == 0 {
		if r.Who == Everybody || r.Who == Named && !a.AnyContacts {
			return ""
		}
		return Stranger
	}
	named := r.Who == Contacts || r.Who == Named && a.Organization.Contacts > 0
	if named && !a.Contact {
		return Unlisted
	}
	return ""
}

func (r Rules) pass(a Asking) Pass {
	switch {
	case a.LetIn:
		return PassLetIn
	case a.Emergency && r.Emergencies:
		return PassEmergency
	case a.FollowUp && r.FollowUps:
		return PassFollowUp
	case a.Form != "" && slices.ContainsFunc(r.Forms, func(f string) bool { return people.FoldName(f) == people.FoldName(a.Form) }):
		return PassForm
	case slices.ContainsFunc(r.Addresses, func(open string) bool {
		return slices.ContainsFunc(a.To, func(to string) bool { return strings.EqualFold(to, open) })
	}):
		return PassAddress
	}
	return ""
}
