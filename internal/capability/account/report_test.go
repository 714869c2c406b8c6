package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// answered is what paging does when somebody acknowledges the page of an engagement.
func answered(k *desk, engagement, by int64) func(ctx context.Context, tx *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error { return k.Answered(ctx, tx, engagement, by) }
}

func dateOf(text string) bizcal.Date {
	d, err := people.ParseDate("day", text)
	if err != nil {
		panic(err) // the test says no day
	}
	return d
}

// reply writes on a ticket as somebody.
func (k *desk) reply(u people.User, id int64, public bool) {
	k.T.Helper()
	_, err := k.Tickets.Update(k.As(u), id, ticket.Update{Comment: &ticket.NewComment{Body: "Which version is it?", Public: public}})
	k.Must(err)
}

// TestSplit reports week by week what was done for each account and for everybody else, with the hours that were noted.
func TestSplit(t *testing.T) {
	bubble(t, func(k *desk) {
		k.assigned(k.ana)
		k.account("Birch", k.ana)
		other := k.open(func(n *ticket.NewTicket) { n.RequesterID, n.Organization = k.jun.ID, 0 })
		mine := k.open()
		k.reply(k.ana, mine.ID, true)
		k.reply(k.ana, mine.ID, true)
		k.reply(k.ana, mine.ID, false)
		k.reply(k.ana, other.ID, true)
		k.until("2000-01-10 09:00")
		k.reply(k.ana, other.ID, true)
		all, err := k.Split(k.Ctx, 0, 2)
		k.Must(err)
		var got []string
		for _, w := range all {
			got = append(got, fmt.Sprint(w.Week, " ", w.Organization, " ", w.Tickets, w.Replies, w.Minutes, w.Agreed, w.Global()))
		}
		want := []string{"2000-01-10 Acme 0 0 90 8 false", "2000-01-10 Birch 0 0 0 8 false", "2000-01-10  1 1 30 0 true",
			"2000-01-03 Acme 1 2 90 8 false", "2000-01-03 Birch 0 0 0 8 false", "2000-01-03  1 1 30 0 true"}
		if !slices.Equal(got, want) {
			k.T.Errorf("the split is\n%v, want\n%v", got, want)
		}
		for weeks, lines := range map[int]int{0: 3, 500: 3 * mostWeeks} {
			if all, err := k.Split(k.Ctx, k.ana.ID, weeks); err != nil || len(all) != lines {
				k.T.Errorf("%d weeks have %d lines, %v", weeks, len(all), err)
			}
		}
		if all, err := k.Split(k.Ctx, k.ben.ID, 1); err != nil || len(all) != 0 {
			k.T.Errorf("somebody without accounts has %v, %v", all, err)
		}
	})
}

// TestTrends counts the tickets of twelve weeks by weight, with the median until the first answer of ours.
func TestTrends(t *testing.T) {
	bubble(t, func(k *desk) {
		k.open()
		k.until("2000-03-22 09:00")
		var ids []int64
		for i, wait := range []time.Duration{time.Hour, 3 * time.Hour, 5 * time.Hour} {
			made := k.open(func(n *ticket.NewTicket) { n.Priority = ticket.Priority(1 + i%2) })
			k.Wait(wait)
			k.reply(k.ana, made.ID, false)
			k.reply(k.ana, made.ID, true)
			ids = append(ids, made.ID)
		}
		ids = append(ids, k.open().ID)
		k.until("2000-03-27 09:00") // twelve weeks after the first, which is out of sight
		weeks, err := k.Trends(k.Ctx, k.acme.ID)
		k.Must(err)
		if len(weeks) != trendWeeks || weeks[0].Opened != 0 || weeks[0].Week != dateOf("2000-01-10") || weeks[11].Opened != 0 {
			k.T.Fatalf("the weeks are %+v", weeks)
		}
		w := weeks[10]
		if w.Opened != 4 || w.Answered != 3 || w.Median != 3*time.Hour || !slices.Equal(w.Tickets, ids) || w.ByWeight[ticket.Urgent] != 2 ||
			w.ByWeight[ticket.High] != 1 || w.ByWeight[ticket.Normal] != 1 {
			k.T.Errorf("the week is %+v", w)
		}
	})
}

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		of   []time.Duration
		want time.Duration
	}{{nil, 0}, {[]time.Duration{5}, 5}, {[]time.Duration{9, 1}, 5}, {[]time.Duration{9, 1, 2}, 2}, {[]time.Duration{9, 1, 2, 4}, 3}} {
		if got := median(test.of); got != test.want {
			t.Errorf("the median of %v is %d, want %d", test.of, got, test.want)
		}
	}
}

// TestClosedDoors has every use case refuse a stranger and a customer before anything else.
func TestClosedDoors(t *testing.T) {
	bubble(t, func(k *desk) {
		now := k.DB.Now(k.Ctx)
		uses := map[string]func(ctx context.Context) error{
			"Setup":     func(ctx context.Context) error { _, err := k.Setup(ctx); return err },
			"SaveSetup": func(ctx context.Context) error { return k.SaveSetup(ctx, Rules{}) },
			"Assign":    func(ctx context.Context) error { _, err := k.Assign(ctx, Assignment{}); return err },
			"AssignIn":  func(ctx context.Context) error { _, err := k.AssignIn(ctx, nil, Assignment{}); return err },
			"End":       func(ctx context.Context) error { return k.End(ctx, 1, "") }, "Usual": func(ctx context.Context) error {
				_,
					err := k.Usual(ctx, 1)
				return err
			},
			"SetAuto":        func(ctx context.Context) error { return k.SetAuto(ctx, 1, true, "") },
			"AskCover":       func(ctx context.Context) error { _, err := k.AskCover(ctx, Cover{}); return err },
			"AnswerCover":    func(ctx context.Context) error { _, err := k.AnswerCover(ctx, 1, true, ""); return err },
			"WithdrawCover":  func(ctx context.Context) error { return k.WithdrawCover(ctx, 1) },
			"EngageNow":      func(ctx context.Context) error { return k.EngageNow(ctx, 1) },
			"TakePart":       func(ctx context.Context) error { return k.TakePart(ctx, 1, Shadow) },
			"Except":         func(ctx context.Context) error { return k.Except(ctx, Exception{}) },
			"SavePod":        func(ctx context.Context) error { _, err := k.SavePod(ctx, Pod{}); return err },
			"EndPod":         func(ctx context.Context) error { return k.EndPod(ctx, 1) },
			"Pods":           func(ctx context.Context) error { _, _, err := k.Pods(ctx, now, now); return err },
			"PodFor":         func(ctx context.Context) error { _, _, err := k.PodFor(ctx, 1, now, now); return err },
			"Pod":            func(ctx context.Context) error { _, err := k.Pod(ctx, 1); return err },
			"OnCallOf":       func(ctx context.Context) error { _, err := k.OnCallOf(ctx); return err },
			"HandoverOf":     func(ctx context.Context) error { _, err := k.HandoverOf(ctx, 1); return err },
			"Standings":      func(ctx context.Context) error { _, err := k.Standings(ctx, now, now); return err },
			"StandingsOf":    func(ctx context.Context) error { _, err := k.StandingsOf(ctx, 1, now, now); return err },
			"Assignment":     func(ctx context.Context) error { _, err := k.Assignment(ctx, 1); return err },
			"Ended":          func(ctx context.Context) error { _, err := k.Ended(ctx, 1); return err },
			"Cover":          func(ctx context.Context) error { _, err := k.Cover(ctx, 1); return err },
			"CoversFor":      func(ctx context.Context) error { _, err := k.CoversFor(ctx); return err },
			"RecentCovers":   func(ctx context.Context) error { _, err := k.RecentCovers(ctx, 1); return err },
			"OpenWork":       func(ctx context.Context) error { _, err := k.OpenWork(ctx, 1); return err },
			"Engagements":    func(ctx context.Context) error { _, err := k.Engagements(ctx, 1); return err },
			"EngagementsFor": func(ctx context.Context) error { _, err := k.EngagementsFor(ctx); return err },
			"Engagement":     func(ctx context.Context) error { _, err := k.Engagement(ctx, 1); return err },
			"EmergencyOf":    func(ctx context.Context) error { _, _, err := k.EmergencyOf(ctx, 1); return err },
			"Split":          func(ctx context.Context) error { _, err := k.Split(ctx, 0, 1); return err },
			"Trends":         func(ctx context.Context) error { _, err := k.Trends(ctx, 1); return err },
		}
		for name, use := range uses {
			if err := use(k.T.Context()); !fault.Is(err, fault.Unauthorized) {
				k.T.Errorf("%s lets a stranger in: %v", name, err)
			}
		}
		closed := func(u people.User, names ...string) {
			for _, name := range names {
				if err := uses[name](k.As(u)); !fault.Is(err, fault.Forbidden) {
					k.T.Errorf("%s lets %s in: %v", name, u.Name, err)
				}
			}
		}
		closed(k.dan, slices.Collect(maps.Keys(uses))...)
		closed(k.ana, "SaveSetup", "SavePod", "EndPod")
		closed(k.Join(people.User{Name: "Lil Light", Role: access.LightAgent}), "Assign", "End", "SetAuto", "AskCover", "AnswerCover",
			"WithdrawCover", "EngageNow", "TakePart")
	})
}
