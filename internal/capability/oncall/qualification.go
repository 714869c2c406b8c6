package oncall

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// QualificationKind is what sort of thing must be so before somebody is on call.
type QualificationKind string

// A training is a module somebody has done; a clearance is a fact about them that was verified, such as a citizenship.
const (
	Training  QualificationKind = "training"
	Clearance QualificationKind = "clearance"
)

// Qualification is something that schedules can demand. People do not give it to themselves: managers record it.
type Qualification struct {
	ID      int64
	Title   string
	Kind    QualificationKind
	About   string
	Holders []int64 // ascending
}

// Qualifications lists them by title.
func (s *Service) Qualifications(ctx context.Context) ([]Qualification, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return findQualifications(ctx, s.DB.Read())
}

// QualificationsIn is Qualifications as a part of another use case, which has asked who may.
func (s *Service) QualificationsIn(ctx context.Context, q db.Querier) ([]Qualification, error) {
	return findQualifications(ctx, q)
}

// SaveQualification makes one (ID 0) or changes it, in a transaction of its own; see SaveQualificationIn.
func (s *Service) SaveQualification(ctx context.Context, q Qualification) (Qualification, error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Qualification, error) { return s.SaveQualificationIn(ctx, tx, q) })
}

// SaveQualificationIn makes a qualification (ID 0) or changes it and who has it: fault.Invalid on title, kind, about or
// holders. Nobody who is on call for something that demands it can lose it before they are off that schedule.
func (s *Service) SaveQualificationIn(ctx context.Context, tx *db.Tx, q Qualification) (Qualification, error) {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return q, err
	}
	b, err := s.gather(ctx, tx, tx.Now())
	if err != nil {
		return q, err
	}
	if q, err = b.typedQualification(q); err != nil {
		return q, err
	}
	was, known := b.qualification(q.ID)
	if q.ID != 0 && !known {
		return q, fault.New(fault.NotFound, "There is no qualification with the number %d", q.ID)
	}
	if was.Title == q.Title && was.Kind == q.Kind && was.About == q.About && slices.Equal(was.Holders, q.Holders) {
		return q, nil
	}
	if q.ID, err = putQualification(ctx, tx, q); err != nil {
		return q, err
	}
	if err := putHolders(ctx, tx, q.ID, was.Holders, q.Holders, actor(ctx)); err != nil {
		return q, err
	}
	return q, s.Log.Append(ctx, tx, qualificationSubject(q.ID), QualificationSaved{Title: q.Title, New: !known, Holders: q.Holders})
}

func (b *book) typedQualification(q Qualification) (Qualification, error) {
	q.Title, q.About = tidy(q.Title), tidy(q.About)
	if q.Kind == "" {
		q.Kind = Training
	}
	switch {
	case q.Title == "":
		return q, fault.Field("title", "A qualification needs a title")
	case len([]rune(q.Title)) > longestTitle:
		return q, fault.Field("title", "This title has %d characters. It may have %d", len([]rune(q.Title)), longestTitle)
	case len([]rune(q.About)) > longestAbout:
		return q, fault.Field("about", "This has %d characters. It may have %d", len([]rune(q.About)), longestAbout)
	case q.Kind != Training && q.Kind != Clearance:
		return q, fault.Field("kind", "“%s” is no kind of qualification. Choose training or clearance", fault.Clip(string(q.Kind), 20))
	}
	for _, o := range b.qualifications {
		if o.ID != q.ID && fold(o.Title) == fold(q.Title) {
			return q, &fault.Error{Kind: fault.Conflict, Field: "title", Public: "There is a qualification “" + o.Title + "” already. Choose another title"}
		}
	}
	was, _ := b.qualification(q.ID)
	q.Holders = slices.Compact(slices.Sorted(slices.Values(q.Holders)))
	for _, id := range q.Holders {
		if err := b.inTeam(id, "holders"); err != nil && !slices.Contains(was.Holders, id) {
			return q, err
		}
	}
	for _, id := range was.Holders {
		if title, ok := b.heldFor(was.ID, id); ok && !slices.Contains(q.Holders, id) {
			return q, fault.Field("holders", "%s is on call for %s, which demands this. Take them off that schedule first", b.name(id), title)
		}
	}
	return q, nil
}

// heldFor names a schedule that demands a qualification and has somebody on call.
func (b *book) heldFor(qualification, userID int64) (title string, ok bool) {
	for _, s := range b.schedules {
		if slices.Contains(s.Demands, qualification) && slices.Contains(s.held().Members(), userID) {
			return s.Title, true
		}
	}
	return "", false
}

// DeleteQualification takes one off the desk: fault.Conflict while a schedule demands it.
func (s *Service) DeleteQualification(ctx context.Context, id int64) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.DeleteQualificationIn(ctx, tx, id) })
}

// DeleteQualificationIn is DeleteQualification in a transaction.
func (s *Service) DeleteQualificationIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	b, err := s.gather(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	was, ok := b.qualification(id)
	if !ok {
		return fault.New(fault.NotFound, "There is no qualification with the number %d", id)
	}
	for _, schedule := range b.schedules {
		if slices.Contains(schedule.Demands, id) {
			return fault.New(fault.Conflict, "“%s” stays, for the schedule %s demands it. Change that first", was.Title, schedule.Title)
		}
	}
	if err := deleteQualification(ctx, tx, id); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, qualificationSubject(id), QualificationDeleted{Title: was.Title})
}

func (b *book) qualification(id int64) (Qualification, bool) {
	i := slices.IndexFunc(b.qualifications, func(q Qualification) bool { return q.ID == id })
	if i < 0 {
		return Qualification{}, false
	}
	return b.qualifications[i], true
}
