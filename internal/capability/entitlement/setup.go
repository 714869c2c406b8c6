package entitlement

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Setup is all that the door goes by.
type Setup struct {
	Rules Rules
	Words Words
	Named bool // some organization names a contact, so that strangers are turned away (see Named)
}

// Setup gives it.
func (s *Service) Setup(ctx context.Context) (st Setup, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return st, err
	}
	q := s.DB.Read()
	if st.Rules, err = RulesKey.Get(ctx, q); err != nil {
		return st, err
	}
	if st.Words, err = WordsKey.Get(ctx, q); err != nil {
		return st, err
	}
	st.Named, err = s.People.NamesContacts(ctx, q)
	return st, err
}

// SaveRules changes who may ask.
func (s *Service) SaveRules(ctx context.Context, r Rules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return RulesKey.Set(ctx, tx, s.Log, r) })
}

// SaveWords changes what others are told.
func (s *Service) SaveWords(ctx context.Context, w Words) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return WordsKey.Set(ctx, tx, s.Log, w) })
}

// Preview fills a text for a customer who could be one.
func (s *Service) Preview(ctx context.Context, w Words, language string, why Reason) (Told, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Told{}, err
	}
	if err := w.check(); err != nil {
		return Told{}, err
	}
	today := bizcal.DateOf(s.DB.Now(ctx).UTC())
	about := About{Name: "Dana Kovač", Subject: "Backup fails since the upgrade", Owner: people.Owner{Name: "Kofi Mensah", Address: "kofi@example.com"},
		Organization: people.Organization{Name: "Acme Machines", StartsOn: today.AddDays(7), EndsOn: today.AddDays(-20), GraceDays: 15}}
	if s.Desk != nil {
		var err error
		if about.Desk, err = s.Desk(ctx, s.DB.Read()); err != nil {
			return Told{}, err
		}
	}
	return w.Tell(ctx, language, why, about)
}
