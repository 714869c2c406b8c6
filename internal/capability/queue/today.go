package queue

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Today is what somebody at the start of a shift asks for.
type Today struct {
	Now       time.Time
	Handed    []Handed     // given to them, and not begun with
	Accounts  []ticket.Row // their live tickets of the accounts they look after, which stand on top
	Mine      []ticket.Row // their other live tickets, those that breach first first; mostMine at most
	MineCount int
	Reminders []ticket.Row     // those whose due date reminds them, within a day or past
	Top       []Queued         // of the queue, what they may take
	On        []Worker         // who works now, of all regions
	Off       []people.TimeOff // what they have planned
}

// Handed is a ticket that somebody gave away, and how.
type Handed struct {
	Move
	Row ticket.Row
}

// Queued is a ticket of the line as it is shown.
type Queued struct {
	Waiting
	Position int
	Row      ticket.Row
}

const (
	mostHanded = 50
	mostMine   = 30
	topLength  = 8
)

// Today gathers the signed-in person's day.
func (s *Service) Today(ctx context.Context) (d Today, err error) {
	me, err := s.me(ctx)
	if err != nil {
		return d, err
	}
	d.Now = s.DB.Now(ctx)
	for _, gather := range []func(context.Context, int64, *Today) error{s.handed, s.mine, s.top, s.around} {
		if err := gather(ctx, me.UserID, &d); err != nil {
			return d, err
		}
	}
	return d, nil
}

func (s *Service) handed(ctx context.Context, me int64, d *Today) error {
	moves, err := movesTo(ctx, s.DB.Read(), me, mostHanded)
	if err != nil {
		return err
	}
	var list []Handed
	for _, m := range moves {
		if !slices.ContainsFunc(list, func(h Handed) bool { return h.TicketID == m.TicketID }) {
			list = append(list, Handed{Move: m})
		}
	}
	rows, err := rowsOf(ctx, s, list, func(h Handed) int64 { return h.TicketID })
	for _, h := range list {
		if h.Row = rows[h.TicketID]; h.Row.ID != 0 {
			d.Handed = append(d.Handed, h)
		}
	}
	return err
}

func (s *Service) mine(ctx context.Context, me int64, d *Today) error {
	list, err := findOwned(ctx, s.DB.Read(), me, false, mostOwned)
	if err != nil {
		return err
	}
	d.MineCount = len(list)
	slices.SortStableFunc(list, func(a, b Waiting) int { return rank(a) - rank(b) }) // what waits for a customer comes last
	accounts, others, err := s.above(ctx, s.DB.Read(), me, list)
	if err != nil {
		return err
	}
	if d.Accounts, err = s.rows(ctx, idsOf(accounts[:min(len(accounts), mostMine)])); err != nil {
		return err
	}
	if d.Mine, err = s.rows(ctx, idsOf(others[:min(len(others), mostMine)])); err != nil {
		return err
	}
	ids, err := findReminders(ctx, s.DB.Read(), me, d.Now.Add(24*time.Hour), mostMine)
	if err != nil {
		return err
	}
	d.Reminders, err = s.rows(ctx, ids)
	return err
}

func (s *Service) top(ctx context.Context, me int64, d *Today) error {
	l, err := s.line(ctx, s.DB.Read(), d.Now)
	if err != nil {
		return err
	}
	may, err := s.mayTake(ctx, me)
	if err != nil {
		return err
	}
	accounts, others, err := s.above(ctx, s.DB.Read(), me, l.Tickets)
	if err != nil {
		return err
	}
	var first []Queued
	for i, w := range append(accounts, others...) {
		if len(first) < topLength && w.Ours() && may(w) {
			first = append(first, Queued{Waiting: w, Position: i + 1})
		}
	}
	d.Top, err = s.shown(ctx, first)
	return err
}

// shown fills the rows; what is gone meanwhile is left out.
func (s *Service) shown(ctx context.Context, list []Queued) ([]Queued, error) {
	byID, err := rowsOf(ctx, s, list, func(q Queued) int64 { return q.ID })
	for i := range list {
		list[i].Row = byID[list[i].ID]
	}
	return slices.DeleteFunc(list, func(q Queued) bool { return q.Row.ID == 0 }), err
}

// rowsOf gives the rows of what a list speaks of, by ticket.
func rowsOf[T any](ctx context.Context, s *Service, list []T, id func(T) int64) (map[int64]ticket.Row, error) {
	ids := make([]int64, len(list))
	for i, v := range list {
		ids[i] = id(v)
	}
	rows, err := s.rows(ctx, ids)
	byID := map[int64]ticket.Row{}
	for _, r := range rows {
		byID[r.ID] = r
	}
	return byID, err
}

// Page gives a stretch of the line with its rows: n tickets behind the first from, of all regions or of the one named.
func (s *Service) Page(ctx context.Context, region string, from, n int) (Line, []Queued, error) {
	l, err := s.Line(ctx)
	if err != nil {
		return l, nil, err
	}
	me, _ := access.From(ctx)
	accounts, others, err := s.above(ctx, s.DB.Read(), me.UserID, l.Tickets)
	if err != nil {
		return l, nil, err
	}
	l.Tickets = append(accounts, others...)
	var list []Queued
	seen := 0
	for i, w := range l.Tickets {
		if region != "" && w.Region != region {
			continue
		}
		if seen++; seen > from && len(list) < n {
			list = append(list, Queued{Waiting: w, Position: i + 1})
		}
	}
	list, err = s.shown(ctx, list)
	return l, list, err
}

func (s *Service) around(ctx context.Context, me int64, d *Today) error {
	team, err := s.People.Roster(ctx, s.DB.Read(), d.Now)
	if err != nil {
		return err
	}
	loads, err := load(ctx, s.DB.Read())
	if err != nil {
		return err
	}
	for _, u := range team.People {
		if p := team.Presence(u.ID, d.Now); p.State == people.Here {
			d.On = append(d.On, Worker{u, p, loads[u.ID]})
		}
	}
	d.Off = team.TimeOff(me)
	return nil
}
