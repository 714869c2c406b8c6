package app

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// demoAccounts gives the demo its assigned engineers: three of the most experienced, with eight customers of the highest plan.
// One of them is away next week, with a colleague who promised to cover one account, and a gap at another. Mails about it are told
// to nobody.
func (d *Desk) demoAccounts(ctx context.Context, world content.World, quiet *event.Log, p *people.Service) error {
	ctx = access.AsSystem(ctx, "demo")
	deps := d.Accounts.Deps
	deps.Log, deps.People, deps.Notify = quiet, p, nil
	accounts := account.New(deps)
	var made []account.Assignment
	err := d.DB.Do(ctx, func(tx *db.Tx) error {
		staff, err := p.Staff(ctx, tx)
		if err != nil {
			return err
		}
		engineers := seniors(staff, tx.Now())
		for i, name := range lookedAfter(world) {
			if len(engineers) == 0 {
				return nil
			}
			a, err := demoAssignment(ctx, tx, p, name, engineers[i%len(engineers)])
			if err != nil {
				return err
			}
			if a, err = accounts.AssignIn(ctx, tx, a); err != nil {
				return err
			}
			made = append(made, a)
		}
		return nil
	})
	if err != nil || len(made) < 2 {
		return err
	}
	if err := demoPod(ctx, accounts, made); err != nil {
		return err
	}
	return d.demoCover(ctx, accounts, p, made)
}

// demoPod has the engineers cover for each other.
func demoPod(ctx context.Context, accounts *account.Service, made []account.Assignment) error {
	pod := account.Pod{Name: "Ultimate accounts"}
	for _, a := range made {
		if !slices.Contains(pod.Members, a.UserID) {
			pod.Members = append(pod.Members, a.UserID)
		}
	}
	if len(pod.Members) < 2 {
		return nil
	}
	_, err := accounts.SavePod(ctx, pod)
	return err
}

// seniors gives three engineers who may look after accounts, whoever is at work now in front: the emergency of the demo engages
// them.
func seniors(staff []people.User, now time.Time) (out []people.User) {
	for _, u := range staff {
		if account.RulesKey.Default.Fits(u.Title) && u.Title != "" && u.Role == access.Agent && weekdays(u.Hours) {
			out = append(out, u)
		}
	}
	slices.SortStableFunc(out, func(a, b people.User) int { return atWork(b, now) - atWork(a, now) })
	return out[:min(len(out), 3)]
}

// weekdays reports whether somebody works from Monday to Friday, and on no other day.
func weekdays(hours bizcal.Week) bool {
	for day, spans := range hours {
		free := day == int(time.Saturday) || day == int(time.Sunday)
		if free != (len(spans) == 0) {
			return false
		}
	}
	return true
}

func atWork(u people.User, now time.Time) int {
	if hour := now.In(u.Location()).Hour(); hour >= 9 && hour < 17 {
		return 1
	}
	return 0
}

// lookedAfter names eight customers of the highest plan, the one with the emergency of the demo in front.
func lookedAfter(world content.World) (names []string) {
	who, _ := entitled(world)
	for _, o := range world.Orgs {
		switch {
		case o.Plan != "Ultimate":
		case o.Key == who.Org:
			names = slices.Insert(names, 0, o.Name)
		default:
			names = append(names, o.Name)
		}
	}
	return names[:min(len(names), 8)]
}

// demoAssignment is what was agreed with a customer.
func demoAssignment(ctx context.Context, tx *db.Tx, p *people.Service, name string, u people.User) (a account.Assignment, err error) {
	org, err := p.OrganizationNamed(ctx, tx, name)
	if err != nil {
		return a, err
	}
	week, err := bizcal.ParseWeek("mon-fri: 09:00-17:00")
	return account.Assignment{OrganizationID: org.ID, Organization: org.Name, UserID: u.ID, Hours: 8, Zone: zoneOf(u), Week: week,
		Auto: true, Older: account.OlderStay, StartsOn: org.StartsOn,
		Outside:     "The rotation answers. Nothing waits for the morning that blocks production.",
		Emergencies: "They run their own monitoring: ask for its link first."}, err
}

func zoneOf(u people.User) string {
	if u.Zone == "" {
		return "UTC"
	}
	return u.Zone
}

// demoCover has the engineer of the first accounts away for two days next week. A colleague promised to cover the first
// account; of the second one somebody was asked, and has not answered.
func (d *Desk) demoCover(ctx context.Context, accounts *account.Service, p *people.Service, made []account.Assignment) error {
	first := made[0]
	monday := people.Monday(bizcal.DateOf(d.DB.Now(ctx))).AddDays(7)
	from, until := people.DayBegins(monday.AddDays(1), time.UTC), people.DayBegins(monday.AddDays(3), time.UTC)
	off, err := p.PlanTimeOff(ctx, people.TimeOff{UserID: first.UserID, From: from, Until: until, Note: "A wedding"}, true)
	if fault.Is(err, fault.Invalid) { // the generated world has them away already
		return nil
	}
	if err != nil {
		return err
	}
	asked := 0
	for _, a := range made {
		other := slices.IndexFunc(made, func(o account.Assignment) bool { return o.UserID != first.UserID })
		if a.UserID != first.UserID || other < 0 || asked == 2 {
			continue
		}
		c, err := accounts.AskCover(ctx, account.Cover{AssignmentID: a.ID, TimeOffID: off.ID, UserID: made[other].UserID, From: off.From, Until: off.Until})
		if err != nil {
			return err
		}
		if asked++; asked > 1 {
			continue
		}
		who, err := p.User(ctx, c.UserID)
		if err != nil {
			return err
		}
		if _, err := accounts.AnswerCover(access.With(ctx, who.Principal("demo")), c.ID, true, ""); err != nil {
			return err
		}
	}
	return nil
}
