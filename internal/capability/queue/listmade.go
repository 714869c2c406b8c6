package queue

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const listKind = "queue.list"

type listArgs struct {
	Kind ListKind  `json:"kind"`
	Slot Slot      `json:"slot"`
	At   time.Time `json:"at"`
}

// planLists lets a job wait for the next time of each list and report.
func (s *Service) planLists(ctx context.Context, tx *db.Tx) error {
	slots, err := slotsOf(ctx, tx)
	if err != nil {
		return err
	}
	for kind, list := range slots {
		for _, slot := range list {
			if err := planList(ctx, tx, kind, slot, tx.Now()); err != nil {
				return err
			}
		}
	}
	return nil
}

func planList(ctx context.Context, tx *db.Tx, kind ListKind, slot Slot, after time.Time) error {
	at := slot.next(after)
	_, err := job.Enqueue(ctx, tx, listKind, listArgs{kind, slot, at}, job.Options{At: at, Unique: fmt.Sprintf("%s:%s:%d", kind, slot.Region, at.Unix())})
	return err
}

func slotsOf(ctx context.Context, q db.Querier) (map[ListKind][]Slot, error) {
	lists, err := ShiftListsKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	reports, err := VeryBreachedKey.Get(ctx, q)
	return map[ListKind][]Slot{ShiftList: lists.Slots, VeryBreachedReport: reports.Slots}, err
}

// listIsDue makes a list and waits for the next. One that no setting asks for any more ends here.
func (s *Service) listIsDue(ctx context.Context, j job.Job) error {
	var a listArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "queue")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		slots, err := slotsOf(ctx, tx)
		if err != nil || !slices.Contains(slots[a.Kind], a.Slot) {
			return err
		}
		if err := s.makeList(ctx, tx, a); err != nil {
			return err
		}
		return planList(ctx, tx, a.Kind, a.Slot, tx.Now())
	})
}

// makeList stores a list and posts it to those on shift. Where nobody is, there is nobody to make one for: a weekend
// without a shift.
func (s *Service) makeList(ctx context.Context, tx *db.Tx, a listArgs) error {
	regions, err := people.Regions.Get(ctx, tx)
	if err != nil {
		return err
	}
	region, ok := regionOf(regions, a.Slot.Region)
	if !ok {
		return nil
	}
	team, err := s.People.Roster(ctx, tx, a.At)
	if err != nil {
		return err
	}
	l := List{Kind: a.Kind, Region: region.Key, At: a.At, Until: shiftEnd(region, a.At), Late: tx.Now().Sub(a.At) > lateAfter}
	shift := onShift(team, region.Key, a.At, l.Until)
	if len(shift) == 0 {
		return nil
	}
	for _, u := range shift {
		l.People = append(l.People, u.ID)
	}
	if a.Kind == ShiftList {
		l.Items, err = s.shiftItems(ctx, tx, team, region, l)
	} else {
		l.Items, err = s.veryBreached(ctx, tx)
	}
	if err != nil {
		return err
	}
	if l.ID, err = insertList(ctx, tx, l); err != nil || l.ID == 0 {
		return err
	}
	if err := insertItems(ctx, tx, l.ID, l.Items); err != nil {
		return err
	}
	if err := s.post(ctx, tx, l, region, shift); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Subject{Type: "queue_list", ID: l.ID}, ListMade{Kind: l.Kind, Region: l.Region, Items: len(l.Items), People: len(shift)})
}

// mostListed bounds a list: what is further down is not for this shift.
const mostListed = 200

// endShift ends the lists of a shift: what still has no owner is marked as missed.
func (s *Service) endShift(ctx context.Context, tx *db.Tx, region string, at time.Time) error {
	missed, err := endLists(ctx, tx, region, at)
	for id, n := range missed {
		if err := s.Log.Append(ctx, tx, event.Subject{Type: "queue_list", ID: id}, ShiftEnded{Missed: n}); err != nil {
			return err
		}
	}
	return err
}
