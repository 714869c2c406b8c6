package paging

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// PhonePath is where a phone shows a page.
func PhonePath(id int64) string { return fmt.Sprint("/phone/", id) }

// OnPhone is a page as somebody sees it who was woken by it.
type OnPhone struct {
	Record
	People  map[int64]people.User // those who were asked, and who answered
	Asked   []int64               // in the order of their turn
	GoesOn  time.Time             // when the next are asked; zero where nobody is
	Next    []escalation.Target   // who they are
	Rounds  bool                  // the next are the last resort, again and again
	AskedMe time.Time             // when the reader was asked; zero where they were not
}

// OnPhone gives a page as a phone shows it, and notes that the reader has seen what was sent to them.
func (s *Service) OnPhone(ctx context.Context, id int64) (v OnPhone, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return v, err
	}
	if v.Record, err = s.Record(ctx, id); err != nil {
		return v, err
	}
	reader, _ := access.From(ctx)
	ids := []int64{v.Page.AckedBy}
	for _, d := range v.Deliveries {
		if !slices.Contains(v.Asked, d.UserID) {
			v.Asked = append(v.Asked, d.UserID)
		}
		if d.UserID == reader.UserID && (v.AskedMe.IsZero() || d.CreatedAt.Before(v.AskedMe)) {
			v.AskedMe = d.CreatedAt
		}
	}
	if v.People, err = s.People.Named(ctx, s.DB.Read(), append(ids, v.Asked...)...); err != nil {
		return v, err
	}
	if err := s.next(ctx, &v); err != nil {
		return v, err
	}
	return v, s.seen(ctx, v.Deliveries, reader.UserID)
}

// next says who is asked when the time of those before is over.
func (s *Service) next(ctx context.Context, v *OnPhone) error {
	if v.Page.State != Triggered || v.Page.Only {
		return nil
	}
	r, err := findRow(ctx, s.DB.Read(), v.Page.ID, "")
	if err != nil {
		return err
	}
	state := r.course.State
	v.GoesOn = state.Due
	if state.Exhausted || state.Step >= len(v.Policy.Steps) {
		v.Next, v.Rounds = v.Policy.LastResort, true
		return nil
	}
	v.Next = v.Policy.Steps[state.Step].Targets
	return nil
}

// seen notes that a person looked at what arrived.
func (s *Service) seen(ctx context.Context, all []Delivery, userID int64) error {
	unseen := slices.DeleteFunc(slices.Clone(all), func(d Delivery) bool {
		return d.UserID != userID || d.State != Accepted || !d.OpenedAt.IsZero()
	})
	if len(unseen) == 0 {
		return nil
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		for _, d := range unseen {
			if err := s.Opened(ctx, tx, d.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Mine are the pages that concern the reader's phone.
type Mine struct {
	Ringing []Page // for them
	InHand  []Page // that they acknowledged
	Others  []Page // that ring for others
}

// Mine lists what rings, the reader's own first.
func (s *Service) Mine(ctx context.Context) (m Mine, err error) {
	me, err := myself(ctx)
	if err != nil {
		return m, err
	}
	own, err := findRingingFor(ctx, s.DB.Read(), me)
	if err != nil {
		return m, err
	}
	ringing, err := s.Ringing(ctx)
	if err != nil {
		return m, err
	}
	for _, p := range ringing {
		if slices.Contains(own, p.ID) {
			m.Ringing = append(m.Ringing, p)
		} else {
			m.Others = append(m.Others, p)
		}
	}
	held, err := s.InHand(ctx)
	m.InHand = slices.DeleteFunc(held, func(p Page) bool { return p.AckedBy != me })
	return m, err
}
