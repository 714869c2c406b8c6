package people

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// OwnerSide is whose person an owner is.
type OwnerSide string

// The sides.
const (
	Ours   OwnerSide = "ours"
	Theirs OwnerSide = "theirs"
)

// Owner is somebody who answers for a customer: for us, or among the customer's own people.
type Owner struct {
	Side    OwnerSide `json:"side"`
	Role    string    `json:"role"`           // key of OwnerRoles
	UserID  int64     `json:"user,omitempty"` // 0: somebody without an account here; see WithOwners
	Name    string    `json:"name,omitempty"` // of somebody without an account; WithOwners fills it for the others
	Address string    `json:"address,omitempty"`
}

// OwnerRole is a word of the desk for what an owner answers for.
type OwnerRole struct {
	Key  string    `json:"key"`
	Name string    `json:"name"`
	Side OwnerSide `json:"side"`
}

// The owner roles that the desk itself looks for.
const (
	AccountOwner      = "account_owner" // whom a customer on hold is told to ask
	SuccessManager    = "csm"
	SolutionArchitect = "solutions_architect"
)

// OwnerRoles is the setting of who may answer for a customer, in the order in which they are shown.
var OwnerRoles = settings.Key[[]OwnerRole]{
	Name: "people.owner_roles",
	Default: []OwnerRole{
		{AccountOwner, "Account owner", Ours}, {SuccessManager, "Customer success manager", Ours}, {SolutionArchitect, "Solutions architect", Ours},
		{"technical", "Technical owner", Theirs}, {"sponsor", "Executive sponsor", Theirs}, {"billing", "Billing", Theirs},
	},
	Check: checkOwnerRoles,
}

func checkOwnerRoles(list []OwnerRole) error {
	seen := map[string]bool{}
	for _, r := range list {
		switch {
		case !fieldKey.MatchString(r.Key):
			return fault.Field("owner_roles", "“%s” is no key of a role. Use up to 50 small letters, digits and _, with a letter first", fault.Clip(r.Key, 60))
		case r.Name == "":
			return fault.Field("owner_roles", "The role %s needs a name", r.Key)
		case r.Side != Ours && r.Side != Theirs:
			return fault.Field("owner_roles", "%s: “%s” is no side. The sides are ours and theirs", r.Key, fault.Clip(string(r.Side), 40))
		case seen[r.Key]:
			return fault.Field("owner_roles", "Two roles have the key %s", r.Key)
		}
		seen[r.Key] = true
	}
	return nil
}

// Owner gives the first owner of a role.
func (o Organization) Owner(role string) (Owner, bool) {
	i := slices.IndexFunc(o.Owners, func(w Owner) bool { return w.Role == role })
	if i < 0 {
		return Owner{}, false
	}
	return o.Owners[i], true
}

// sameOwners compares what is kept: of an account the name and the address are read along.
func sameOwners(a, b []Owner) bool { return slices.Equal(keptOwners(a), keptOwners(b)) }

func keptOwners(list []Owner) []Owner {
	out := make([]Owner, len(list))
	for i, w := range list {
		if w.UserID != 0 {
			w.Name, w.Address = "", ""
		}
		out[i] = w
	}
	return out
}

// mostOwners bounds the list: more people than these answer for nothing.
const mostOwners = 20

// typedOwners checks the owners. A role that the desk's list lost stays with whoever has it.
func typedOwners(ctx context.Context, q db.Querier, before, typed []Owner) ([]Owner, error) {
	if len(typed) == 0 {
		return nil, nil
	}
	if len(typed) > mostOwners {
		return nil, fault.Field("owners", "%d people answer for this customer. Up to %d are kept", len(typed), mostOwners)
	}
	roles, err := OwnerRoles.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make([]Owner, 0, len(typed))
	for _, w := range typed {
		if w, err = typedOwner(ctx, q, roles, w); err != nil && !slices.Contains(before, w) {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

func typedOwner(ctx context.Context, q db.Querier, roles []OwnerRole, w Owner) (Owner, error) {
	i := slices.IndexFunc(roles, func(r OwnerRole) bool { return r.Key == w.Role })
	if i < 0 {
		return w, fault.Field("owners", "This desk has no role “%s” for who answers for a customer. Choose one of its roles", fault.Clip(w.Role, 40))
	}
	w.Side = roles[i].Side
	if w.UserID != 0 {
		w.Name, w.Address = "", "" // those of the account, which may change
		_, err := findUser(ctx, q, w.UserID)
		if fault.Is(err, fault.NotFound) {
			return w, fault.Field("owners", "%s: this person is not there any more. Choose another", roles[i].Name)
		}
		return w, err
	}
	var err error
	if w.Name = displayName(w.Name, w.Address); w.Name == "" {
		return w, fault.Field("owners", "%s: type a name, or leave the row out", roles[i].Name)
	}
	if w.Address == "" {
		return w, nil
	}
	if w.Address, err = typedAddress("owners", w.Address); err != nil {
		return w, err
	}
	u, err := findByAddress(ctx, q, w.Address)
	if fault.Is(err, fault.NotFound) {
		return w, nil
	}
	return Owner{Side: w.Side, Role: w.Role, UserID: u.ID}, err
}

// ParseOwner reads who somebody is as people write it: "Kofi Mensah <kofi@example.com>", an address, or a name.
func ParseOwner(text string) Owner {
	text = strings.TrimSpace(text)
	name, rest, bracketed := strings.Cut(text, "<")
	switch {
	case bracketed:
		return Owner{Name: strings.Trim(strings.TrimSpace(name), `"`), Address: strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), ">"))}
	case strings.Contains(text, "@"):
		return Owner{Address: text}
	}
	return Owner{Name: text}
}

// String writes what ParseOwner reads.
func (w Owner) String() string {
	switch {
	case w.Address == "":
		return w.Name
	case w.Name == "":
		return w.Address
	}
	return w.Name + " <" + w.Address + ">"
}

// WithOwners gives the owners with the names and addresses of those who have accounts here. The caller may see the
// organization.
func (s *Service) WithOwners(ctx context.Context, q db.Querier, owners []Owner) ([]Owner, error) {
	ids := make([]int64, len(owners))
	for i, w := range owners {
		ids[i] = w.UserID
	}
	users, err := s.Named(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(owners)
	for i, w := range out {
		if u, ok := users[w.UserID]; ok {
			out[i].Name, out[i].Address = u.Name, u.Email
		}
	}
	return out, nil
}

// OwnersOf is WithOwners for pages.
func (s *Service) OwnersOf(ctx context.Context, o Organization) ([]Owner, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return s.WithOwners(ctx, s.db.Read(), o.Owners)
}
