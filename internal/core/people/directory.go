package people

import (
	"context"
	"encoding/base64"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Cursor is a place in a list that goes by name; the zero Cursor is its beginning.
type Cursor struct {
	Name string `json:"n"` // folded
	ID   int64  `json:"i"`
}

// String writes the cursor for a URL; "" for the beginning.
func (c Cursor) String() string {
	if c.ID == 0 {
		return ""
	}
	text, _ := json.Marshal(c) // strings and numbers always marshal
	return base64.RawURLEncoding.EncodeToString(text)
}

// ParseCursor reads a cursor of a URL.
func ParseCursor(text string) (c Cursor, err error) {
	if text == "" {
		return c, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	return c, fault.Wrap(fault.Invalid, err, "This link into the list is cut short. Start from the beginning of the list")
}

// Kind is a part of the people of a desk.
type Kind string

// The kinds; the zero Kind is everyone.
const (
	Customers Kind = "customers"
	Team      Kind = "team"
)

// Filter chooses people. Its zero value is everyone.
type Filter struct {
	Query          string // part of a name or of an address, in any case
	Kind           Kind
	OrganizationID int64 // 0: any
	After          Cursor
	Limit          int // 0 means 50, at most 500
}

const (
	usualPage   = 50
	longestPage = 500
)

func (f Filter) limit() int { return pageSize(f.Limit) }

func pageSize(asked int) int {
	if asked <= 0 {
		return usualPage
	}
	return min(asked, longestPage)
}

// Users lists people by name, one page; next is where the following page begins, zero at the end.
func (s *Service) Users(ctx context.Context, f Filter) (users []User, next Cursor, err error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, Cursor{}, err
	}
	users, err = listUsers(ctx, s.db.Read(), f)
	if n := f.limit(); len(users) > n {
		users = users[:n]
		next = Cursor{FoldName(users[n-1].Name), users[n-1].ID}
	}
	return users, next, err
}

// User gives one person; fault.NotFound when there is none.
func (s *Service) User(ctx context.Context, id int64) (User, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return User{}, err
	}
	return findUser(ctx, s.db.Read(), id)
}

// OrganizationFilter chooses organizations. Its zero value is all.
type OrganizationFilter struct {
	Query           string // part of the name, in any case
	WithoutContacts bool   // only those that name no contact
	Marked          bool   // only those marked for deletion
	After           Cursor
	Limit           int // 0 means 50, at most 500
}

func (f OrganizationFilter) limit() int { return pageSize(f.Limit) }

// Organizations lists organizations by name, one page; next is where the following page begins, zero at the
// end.
func (s *Service) Organizations(ctx context.Context, f OrganizationFilter) (list []Organization, next Cursor, err error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, Cursor{}, err
	}
	list, err = listOrganizations(ctx, s.db.Read(), f)
	if n := f.limit(); len(list) > n {
		list = list[:n]
		next = Cursor{FoldName(list[n-1].Name), list[n-1].ID}
	}
	return list, next, err
}
