package people

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Ensure gives the user with an address, and makes an end user of one nobody knows. It never joins a person
// to an organization by the domain of the address: that would let anyone who can send from a domain read
// its tickets. It is called inside the transaction of the mail or form that names the person.
func (s *Service) Ensure(ctx context.Context, tx *db.Tx, name, address string) (User, error) {
	address = Normalize(address)
	if address == "" {
		return User{}, fault.Field("address", "A person needs an e-mail address")
	}
	u, err := findByAddress(ctx, tx, address)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return u, err
	}
	return s.create(ctx, tx, User{Name: displayName(name, address), Email: address, Role: access.EndUser})
}

// create stores a new, active user and appends the fact.
func (s *Service) create(ctx context.Context, tx *db.Tx, u User) (User, error) {
	if u.CreatedAt.IsZero() {
		u.CreatedAt = tx.Now()
	}
	u.Active, u.UpdatedAt = true, tx.Now()
	if u.RoundRobin == (RoundRobin{}) {
		u.RoundRobin.Modifier = equalShare
	}
	id, err := insertUser(ctx, tx, u)
	if db.IsUnique(err) { // two mails of a new sender at once, or an address that is taken
		return User{}, fault.Wrap(fault.Conflict, err, "%s became known a moment ago. Try again", u.Email)
	}
	if err != nil {
		return User{}, err
	}
	u.ID = id
	if err := s.log.Append(ctx, tx, subject(u.ID), UserCreated{Role: u.Role}); err != nil {
		return User{}, err
	}
	return s.holdBack(ctx, tx, u)
}

// ByAddress gives the user with an address; fault.NotFound when nobody has it.
func (s *Service) ByAddress(ctx context.Context, q db.Querier, address string) (User, error) {
	return findByAddress(ctx, q, Normalize(address))
}

// Named gives users by number, for pages and mails that show names. Missing ones are left out. The caller
// may see the record that names them.
func (s *Service) Named(ctx context.Context, q db.Querier, ids ...int64) (map[int64]User, error) {
	byID := make(map[int64]User, len(ids))
	for some := range slices.Chunk(distinct(ids), 500) {
		users, err := findUsers(ctx, q, some)
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			byID[u.ID] = u
		}
	}
	return byID, nil
}

// MarkMailFails notes that mail to an address comes back for good, or arrives again. An address nobody has
// is no error: the bounce may be about anyone.
func (s *Service) MarkMailFails(ctx context.Context, tx *db.Tx, address string, fails bool) error {
	u, err := findByAddress(ctx, tx, Normalize(address))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || u.MailFails == fails || u.Email != Normalize(address) {
		return err
	}
	if u, err = lockUser(ctx, tx, u.ID); err != nil {
		return err
	}
	changed := u
	changed.MailFails = fails
	return s.change(ctx, tx, u, changed)
}

func distinct(ids []int64) []int64 {
	seen := map[int64]bool{0: true}
	var out []int64
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
