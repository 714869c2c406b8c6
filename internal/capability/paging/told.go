package paging

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/event"
)

// subscribers tell people what became of a page once it is certain.
func (s *Service) subscribers() []event.Subscriber {
	return []event.Subscriber{{Name: "paging.told", Kinds: []string{Acked{}.EventKind()}, Handle: s.tellOthers}}
}

// tellOthers says to everybody else who was paged that somebody has it, by the ways that brought them the page and are
// configured for it: nobody should get up for what is in hand. It is a courtesy, so that a way which fails is left at that.
func (s *Service) tellOthers(ctx context.Context, e event.Event) error {
	fact, err := event.Decode[Acked](e)
	if err != nil || fact.Second || e.Subject.Type != PageSubject(0).Type {
		return err
	}
	q := s.DB.Read()
	kinds, err := TellOthers.Get(ctx, q)
	if err != nil {
		return err
	}
	p, err := s.Find(ctx, q, fact.Page)
	if err != nil {
		return err
	}
	by, err := s.person(ctx, q, fact.User)
	if err != nil {
		return err
	}
	all, err := deliveriesOf(ctx, q, p.ID)
	if err != nil {
		return err
	}
	var told []string // a person and way
	for _, d := range all {
		key := fmt.Sprintf("answered-%d-%d-%d", e.ID, d.UserID, d.MethodID)
		if d.UserID == fact.User || d.State != Accepted || !slices.Contains(kinds, d.Kind) || slices.Contains(told, key) {
			continue
		}
		told = append(told, key)
		m, err := s.method(ctx, q, d.UserID, d.MethodID)
		if err != nil {
			continue // taken away meanwhile
		}
		l := Letter{Key: key, What: Answered, To: m, Page: p.ID, Title: by.Name + " has it", Text: s.outside(Card{Title: p.Title}).Title,
			Link: s.Link(PagePath(p.ID)), Now: s.DB.Now(ctx)}
		if err := s.carry(ctx, l); err != nil {
			s.Logger.Warn("paging: others are not told", "page", p.ID, "kind", d.Kind, "err", err)
		}
	}
	return nil
}
