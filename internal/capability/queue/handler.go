package queue

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// touched is what one transaction did to a ticket, as far as the queue cares.
type touched struct {
	replied bool    // the customer wrote in public
	given   bool    // it got another owner
	taken   bool    // its owner lost it
	hands   []int64 // who did something to it
}

// update gathers what a transaction does, so that the queue looks at each ticket once, when all is done: an update may
// comment, assign and tag, and a handler that changed the ticket in the middle of that would be overwritten.
type update struct {
	tickets map[int64]*touched
	order   []int64
	planned bool
}

type updateKey struct{}

// Handler listens to what moves tickets, in the transaction that moves them.
func (s *Service) Handler() event.Handler {
	return event.Handler{
		Name: "queue",
		Kinds: []string{ticket.Created{}.EventKind(), ticket.Changed{}.EventKind(), ticket.Commented{}.EventKind(),
			people.TimeOffPlanned{}.EventKind(), people.TimeOffCancelled{}.EventKind(), people.UserChanged{}.EventKind(),
			people.GroupSaved{}.EventKind(), settings.Changed{}.EventKind()},
		Handle: s.handle,
	}
}

func (s *Service) handle(ctx context.Context, tx *db.Tx, e event.Event) error {
	actor, _ := access.From(ctx)
	if actor.Via == "import" { // its tickets moved elsewhere, long ago
		return nil
	}
	ctx = access.AsSystem(ctx, "queue")
	switch e.Kind {
	case people.TimeOffPlanned{}.EventKind():
		off, err := event.Decode[people.TimeOffPlanned](e)
		if err != nil {
			return err
		}
		return s.draftSummaries(ctx, tx, e.Subject.ID, off)
	case people.TimeOffCancelled{}.EventKind():
		off, err := event.Decode[people.TimeOffCancelled](e)
		if err != nil {
			return err
		}
		if err := dropDrafts(ctx, tx, off.ID); err != nil {
			return err
		}
		return s.wakeGroups(ctx, tx)
	case people.UserChanged{}.EventKind(), people.GroupSaved{}.EventKind(): // somebody may have room, hours or a share now
		return s.wakeGroups(ctx, tx)
	case settings.Changed{}.EventKind():
		return s.settingChanged(ctx, tx, e)
	}
	return s.note(ctx, tx, e)
}

// note keeps what an event says of its ticket for the end of the transaction.
func (s *Service) note(ctx context.Context, tx *db.Tx, e event.Event) error {
	u := tx.Value(updateKey{}, func() any { return &update{tickets: map[int64]*touched{}} }).(*update)
	t := u.tickets[e.Subject.ID]
	if t == nil {
		t = &touched{}
		u.tickets[e.Subject.ID] = t
		u.order = append(u.order, e.Subject.ID)
	}
	if e.ActorID != 0 && !slices.Contains(t.hands, e.ActorID) {
		t.hands = append(t.hands, e.ActorID)
	}
	switch e.Kind {
	case ticket.Changed{}.EventKind():
		c, err := event.Decode[ticket.Changed](e)
		if err != nil {
			return err
		}
		t.given = t.given || c.Field == "assignee" && c.To != ""
		t.taken = t.taken || c.Field == "assignee" && c.From != "" || c.Field == "status" && c.To == ticket.Solved.String()
	case ticket.Commented{}.EventKind():
		c, err := event.Decode[ticket.Commented](e)
		if err != nil {
			return err
		}
		t.replied = t.replied || heard(c)
	}
	if !u.planned {
		u.planned = true
		tx.BeforeCommit(func() error { return s.settle(ctx, tx, u) })
	}
	return nil
}

// heard reports whether a comment is a public word of the customer's. Absence notes and bounces are none.
func heard(c ticket.Commented) bool {
	quiet := []string{"auto-reply", "bounce", "loop"}
	return c.Public && !c.Ours && !c.First && !c.Outside && !slices.Contains(quiet, c.Automatic)
}

// settle looks at every ticket of the update once. What it changes itself comes round again.
func (s *Service) settle(ctx context.Context, tx *db.Tx, u *update) error {
	for len(u.order) > 0 {
		id := u.order[0]
		u.order = u.order[1:]
		t := *u.tickets[id]
		delete(u.tickets, id)
		if err := s.settleOne(ctx, tx, id, t); err != nil {
			return err
		}
	}
	u.planned = false
	return nil
}

func (s *Service) settleOne(ctx context.Context, tx *db.Tx, id int64, what touched) error {
	st, err := findStanding(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, *db.Tx, standing, touched) (bool, error){s.settleReply, s.settleRehome, s.settleSummary,
		s.settleSeen, s.settlePush} {
		if done, err := step(ctx, tx, st, what); err != nil || done {
			return err
		}
	}
	return nil
}

// settleReply takes a ticket from its owner when the customer wrote and the owner is not the one to answer.
func (s *Service) settleReply(ctx context.Context, tx *db.Tx, st standing, what touched) (bool, error) {
	if !what.replied || st.assignee == 0 || !st.status.Live() || !st.home.Waits && !st.tagged {
		return false, nil
	}
	if kept, err := s.kept(ctx, tx, st.id); err != nil || kept {
		return false, err
	}
	if st.home.Waits {
		t, err := s.lock(ctx, tx, st.id)
		if err != nil {
			return false, err
		}
		return true, s.sendHome(ctx, tx, t, st.home)
	}
	team, err := s.People.Roster(ctx, tx, tx.Now())
	if err != nil || team.Presence(st.assignee, tx.Now()).State != people.Off {
		return false, err
	}
	t, err := s.lock(ctx, tx, st.id)
	if err != nil {
		return false, err
	}
	return true, s.unassign(ctx, tx, t, nil, Absent, MoveAbsent)
}

// settleRehome ends a rehome that has come to its end.
func (s *Service) settleRehome(ctx context.Context, tx *db.Tx, st standing, what touched) (bool, error) {
	if st.home.TicketID == 0 {
		return false, nil
	}
	by, over := int64(0), !st.status.Live() || st.region != st.home.Region
	if what.given && st.assignee != 0 && !over {
		users, err := s.People.Named(ctx, tx, st.assignee)
		if err != nil {
			return false, err
		}
		over, by = !st.home.Waits || users[st.assignee].Region == st.home.Region, st.assignee
	}
	if !over {
		return false, nil
	}
	if st.status == ticket.Closed {
		return false, deleteHomeward(ctx, tx, st.id)
	}
	t, err := s.lock(ctx, tx, st.id)
	if err != nil {
		return false, err
	}
	return false, s.received(ctx, tx, t, st.home, by)
}

// settleSummary takes the tag of an absence from a ticket that somebody else goes on with: forgotten, it would be
// taken from them again. The one who was off counts once they are back.
func (s *Service) settleSummary(ctx context.Context, tx *db.Tx, st standing, what touched) (bool, error) {
	if !st.tagged && st.leaver == 0 || st.assignee == 0 || !slices.Contains(what.hands, st.assignee) {
		return false, nil
	}
	switch {
	case st.leaver == 0 && !what.given: // tagged by hand: only another owner tells that it goes on
		return false, nil
	case st.assignee == st.leaver && (st.back.IsZero() || tx.Now().Before(st.back)):
		return false, nil
	}
	if err := deleteSummary(ctx, tx, st.id); err != nil || st.status == ticket.Closed {
		return false, err
	}
	_, _, err := s.Tickets.UpdateIn(ctx, tx, st.id, ticket.Update{RemoveTags: []string{TagSummary, TagSolved}})
	return false, err
}

// settleSeen notes that whoever got a ticket has begun with it.
func (s *Service) settleSeen(ctx context.Context, tx *db.Tx, st standing, what touched) (bool, error) {
	if !st.unseen || !slices.Contains(what.hands, st.assignee) {
		return false, nil
	}
	return false, markMovesSeen(ctx, tx, st.id, st.assignee)
}

// settingChanged plans anew what goes by the hours of a setting. What was planned by the old ones finds that out
// when it falls due.
func (s *Service) settingChanged(ctx context.Context, tx *db.Tx, e event.Event) error {
	c, err := event.Decode[settings.Changed](e)
	if err != nil {
		return err
	}
	switch c.Name {
	case people.Regions.Name:
		return s.planAgain(ctx, tx)
	case ShiftListsKey.Name, VeryBreachedKey.Name:
		return s.planLists(ctx, tx)
	case PushKey.Name:
		return s.wakeGroups(ctx, tx)
	}
	return nil
}

func (s *Service) planAgain(ctx context.Context, tx *db.Tx) error {
	regions, err := people.Regions.Get(ctx, tx)
	if err != nil {
		return err
	}
	if err := planWatches(ctx, tx, regions); err != nil {
		return err
	}
	rounds, err := findRounds(ctx, tx)
	if err != nil {
		return err
	}
	for _, h := range rounds {
		if err := s.planRound(ctx, tx, h, h.RoundFrom); err != nil {
			return err
		}
	}
	return nil
}

// EnsurePlans lets jobs wait for everything that happens at fixed hours. Call it whenever a desk opens: what waits
// already is not planned twice.
func (s *Service) EnsurePlans(ctx context.Context, tx *db.Tx) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	regions, err := people.Regions.Get(ctx, tx)
	if err != nil {
		return err
	}
	if err := planWatches(ctx, tx, regions); err != nil {
		return err
	}
	return s.planLists(ctx, tx)
}
