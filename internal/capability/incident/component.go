package incident

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Health is how a component is. The words are those of Statuspage's public API v2.
type Health string

// The healths, the best first but for maintenance, which was planned.
const (
	Operational Health = "operational"
	Maintained  Health = "under_maintenance"
	Degraded    Health = "degraded_performance"
	PartialOut  Health = "partial_outage"
	MajorOut    Health = "major_outage"
)

// Healths lists the healths, the best first.
func Healths() []Health { return []Health{Operational, Maintained, Degraded, PartialOut, MajorOut} }

// rank orders healths; an unknown one is as good as operational.
func (h Health) rank() int { return max(0, slices.Index(Healths(), h)) }

// Worse gives the worse of two healths.
func (h Health) Worse(other Health) Health {
	if other.rank() > h.rank() {
		return other
	}
	return h
}

// Component is something that customers use, or a group of such, whose health is that of its worst member.
type Component struct {
	ID             int64
	Code           string // what public addresses and JSON call it
	Title          string
	About          string
	GroupID        int64 // 0: in none
	IsGroup        bool
	Position       int
	Showcase       bool // its days stand on the public page
	OnlyIfDegraded bool // it stands there only while it is not well
	Health         Health
	StartAt        time.Time // its uptime counts from then on
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// ComponentSaved is the fact that a component is kept in another way, or is new.
type ComponentSaved struct {
	Title string `json:"title"`
	New   bool   `json:"new,omitempty"`
}

// EventKind implements event.Fact.
func (ComponentSaved) EventKind() string { return "component.saved" }

// ComponentRemoved is the fact that a component is gone.
type ComponentRemoved struct {
	Title string `json:"title"`
}

// EventKind implements event.Fact.
func (ComponentRemoved) EventKind() string { return "component.removed" }

func componentSubject(id int64) event.Subject { return event.Subject{Type: "component", ID: id} }

// Components lists components and groups by their place: each group before its members.
func (s *Service) Components(ctx context.Context) ([]Component, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return s.ComponentsIn(ctx, s.DB.Read())
}

// ComponentsIn is Components for a caller who has checked access.
func (s *Service) ComponentsIn(ctx context.Context, q db.Querier) ([]Component, error) {
	all, err := findComponents(ctx, q)
	return arranged(all), err
}

// arranged puts each group before its members. Within their group components keep the order of their places.
func arranged(all []Component) (out []Component) {
	for _, c := range all {
		if c.GroupID != 0 {
			continue
		}
		out = append(out, c)
		for _, m := range all {
			if c.IsGroup && m.GroupID == c.ID {
				c.Health = c.Health.Worse(m.Health)
				out = append(out, m)
			}
		}
		if c.IsGroup {
			out[slices.IndexFunc(out, func(o Component) bool { return o.ID == c.ID })].Health = c.Health
		}
	}
	return out
}

// SaveComponent adds or changes a component. Its health changes with published updates only.
func (s *Service) SaveComponent(ctx context.Context, c Component) (int64, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return 0, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (int64, error) { return s.SaveComponentIn(ctx, tx, c) })
}

// SaveComponentIn is SaveComponent inside the caller's transaction.
func (s *Service) SaveComponentIn(ctx context.Context, tx *db.Tx, c Component) (int64, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return 0, err
	}
	c.Title = strings.TrimSpace(c.Title)
	if c.Title == "" || len(c.Title) > 120 {
		return 0, fault.Field("title", "Give the component a name of up to 120 letters, as customers know it")
	}
	known, err := findComponents(ctx, tx)
	if err != nil {
		return 0, err
	}
	if err := c.check(known); err != nil {
		return 0, err
	}
	fresh := c.ID == 0
	if err := storeComponent(ctx, tx, &c); err != nil {
		return 0, err
	}
	if err := s.Log.Append(ctx, tx, componentSubject(c.ID), ComponentSaved{Title: c.Title, New: fresh}); err != nil {
		return 0, err
	}
	return c.ID, s.pageChanged(ctx, tx)
}

// check holds a component against those there are.
func (c Component) check(known []Component) error {
	for _, k := range known {
		switch {
		case k.ID != c.ID && strings.EqualFold(k.Title, c.Title):
			return fault.Field("title", "There is a component “%s” already. Choose another name", k.Title)
		case k.ID == c.GroupID && (!k.IsGroup || c.IsGroup || k.ID == c.ID):
			return fault.Field("group", "“%s” cannot stand in “%s”: groups hold components, and no groups", c.Title, k.Title)
		case k.GroupID == c.ID && c.ID != 0 && !c.IsGroup:
			return fault.Field("group", "“%s” holds other components. Move them out of it first", c.Title)
		}
	}
	if c.GroupID != 0 && !slices.ContainsFunc(known, func(k Component) bool { return k.ID == c.GroupID }) {
		return fault.Field("group", "There is no group with the number %d", c.GroupID)
	}
	return nil
}

// DeleteComponent removes a component that no incident speaks of. fault.Conflict where one does, or where it holds others.
func (s *Service) DeleteComponent(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.DeleteComponentIn(ctx, tx, id) })
}

// DeleteComponentIn is DeleteComponent inside the caller's transaction.
func (s *Service) DeleteComponentIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	known, err := findComponents(ctx, tx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(known, func(c Component) bool { return c.ID == id })
	if at < 0 {
		return fault.New(fault.NotFound, "There is no component %d", id)
	}
	c := known[at]
	if slices.ContainsFunc(known, func(k Component) bool { return k.GroupID == id }) {
		return fault.New(fault.Conflict, "“%s” holds other components. Move or remove them first", c.Title)
	}
	if spoken, err := componentUsed(ctx, tx, id); err != nil {
		return err
	} else if spoken {
		return fault.New(fault.Conflict, "Incidents of the past speak of “%s”, and its history is public. Rename it, or take it off the showcase", c.Title)
	}
	if err := deleteComponent(ctx, tx, id); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, componentSubject(id), ComponentRemoved{Title: c.Title}); err != nil {
		return err
	}
	return s.pageChanged(ctx, tx)
}

// named gives components by their number.
func named(all []Component) map[int64]Component {
	byID := make(map[int64]Component, len(all))
	for _, c := range all {
		byID[c.ID] = c
	}
	return byID
}
