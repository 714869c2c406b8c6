package app

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// reviewed is an account of the demo with the people of its review calls.
type reviewed struct {
	*review.Service
	now             time.Time
	org             people.Organization
	engineer, sales people.User
	contacts        []int64
	lead            people.User // the first of them
	monday          bizcal.Date // five weeks ago
}

// demoReviews gives two accounts of the demo their review calls, with minutes, decisions, risks, a runbook, a plan, hours and
// a report. Nothing of it is mailed.
func (d *Desk) demoReviews(ctx context.Context, quiet *event.Log, p *people.Service, t *ticket.Service) error {
	ctx = access.AsSystem(ctx, "demo")
	calls := call.New(call.Deps{DB: d.DB, Log: quiet, People: p, Tickets: t, Key: d.key})
	s := review.New(review.Deps{DB: d.DB, Log: quiet, Blobs: d.Blobs, People: p, Tickets: t, Agreed: d.agreedHours,
		Hours: d.hoursOfCustomer, Replies: d.firstReplies,
		Meet: func(ctx context.Context, tx *db.Tx, i review.Invitation) (int64, error) {
			c, err := calls.ScheduleIn(ctx, tx, call.Booking{Kind: call.Review, Subject: i.Subject, OrganizationID: i.OrganizationID,
				Title: i.Title, At: i.At, Minutes: i.Minutes,
				Hosts: i.Hosts, Guests: i.Guests, About: i.About})
			return c.ID, err
		}, Move: d.moveReview, CancelMeeting: d.cancelReview})
	staff, err := p.Staff(ctx, d.DB.Read())
	if err != nil {
		return err
	}
	all, err := p.AllOrganizations(ctx, d.DB.Read())
	if err != nil {
		return err
	}
	done := 0
	for _, o := range all {
		k := reviewed{Service: s, now: d.DB.Now(ctx), org: o, engineer: demoColleague(staff, access.Agent, o.AssignedEngineerID, done),
			sales: demoColleague(staff, access.LightAgent, 0, done)}
		if done == 2 || o.Hold || o.EndsOn.Compare(bizcal.DateOf(k.now)) < 0 || o.AssignedEngineerID == 0 && o.Plan != "Ultimate" ||
			k.engineer.ID == 0 || k.sales.ID == 0 {
			continue
		}
		found, _, err := p.Users(ctx, people.Filter{OrganizationID: o.ID})
		if err != nil {
			return err
		}
		for _, u := range found {
			k.contacts = append(k.contacts, u.ID)
		}
		if len(found) == 0 {
			continue
		}
		k.lead = found[0]
		if err := k.fill(ctx, d.DB, p); err != nil {
			return err
		}
		done++
	}
	return nil
}

// demoColleague is a person of the team by number, or else one of a role.
func demoColleague(staff []people.User, role access.Role, id int64, n int) people.User {
	var working []people.User
	for _, u := range staff {
		if u.ID == id {
			return u
		}
		if u.Active && u.Role == role {
			working = append(working, u)
		}
	}
	if len(working) == 0 {
		return people.User{}
	}
	return working[n%len(working)]
}

// at is a context in which the engineer acts, days ago.
func (k *reviewed) at(ctx context.Context, days int) context.Context {
	return db.At(access.With(ctx, k.engineer.Principal("web")), k.now.AddDate(0, 0, -days))
}

func (k *reviewed) fill(ctx context.Context, d *db.DB, p *people.Service) error {
	others := slices.DeleteFunc(slices.Clone(k.org.Owners), func(o people.Owner) bool { return o.Role == people.SuccessManager })
	k.org.Owners = append(others, people.Owner{Side: people.Ours, Role: people.SuccessManager, UserID: k.sales.ID})
	if err := d.Do(ctx, func(tx *db.Tx) error {
		_, err := p.SaveOrganizationIn(ctx, tx, k.org)
		return err
	}); err != nil {
		return err
	}
	k.monday = bizcal.DateOf(k.now.AddDate(0, 0, -35))
	k.monday = k.monday.AddDays(-(int(k.monday.Weekday()) + 6) % 7)
	for _, step := range []func(context.Context) error{k.keep, k.log, k.meet, k.report} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// keep writes risks, the runbook and the plan.
func (k *reviewed) keep(ctx context.Context) error {
	was := k.at(ctx, 30)
	for _, r := range []review.Risk{
		{Title: "Two releases behind, and the next is a required stop", Area: "upgrade", Likelihood: 3, Impact: 2,
			State: review.RiskMitigated, Shared: true, Said: "The installation is two releases behind; the way up has a required stop",
			About: "They wait for a window of their bank. Plan is in the runbook."},
		{Title: "Repository storage is at 87 %", Area: "capacity", Likelihood: 2, Impact: 3, State: review.RiskOpen, Shared: true},
		{Title: "One person knows the whole setup", Area: "process", Likelihood: 2, Impact: 2, State: review.RiskOpen,
			About: "Ask for a second contact before the holidays."},
	} {
		r.OrganizationID, r.OwnerID, r.DueOn = k.org.ID, k.engineer.ID, k.monday.AddDays(60)
		if _, err := k.SaveRisk(was, r); err != nil {
			return err
		}
	}
	if _, err := k.SaveRunbook(was,
		review.Runbook{OrganizationID: k.org.ID, Note: "First version", Body: "## Who is who\n\n- The platform lead decides, the night shift acts.\n\n" +
			"## Access\n\n- No screen sharing on production. Logs come as a bundle.\n\n## Do\n\n- Say the next step and its time in each reply.\n\n## Do not\n\n- Do not restart background jobs by day: the build farm waits for them.\n"}); err != nil {
		return err
	}
	quarter := review.QuarterOf(bizcal.DateOf(k.now))
	for _, g := range []review.Goal{{Kind: review.Aim, Title: "On the newest release by the end of the quarter",
		State: review.GoalUnderway}, {Kind: review.Aim, Title: "First reply within the hour for urgent tickets", State: review.GoalDone},
		{Kind: review.Proactive, Title: "Review the storage layout before the migration", State: review.GoalPlanned}} {
		g.OrganizationID, g.OwnerID, g.Quarter = k.org.ID, k.engineer.ID, quarter
		if _, err := k.SaveGoal(was, g); err != nil {
			return err
		}
	}
	return nil
}

// log spends hours and asks as the field does.
func (k *reviewed) log(ctx context.Context) error {
	for n, what := range []string{"Read the logs of the failed upgrade", "Prepared the review call", "Rehearsed the upgrade on a copy",
		"Storage layout: notes and a sketch", "Followed up on slow pipelines"} {
		day := 2 + 5*n
		if _, err := k.SpendTime(k.at(ctx, day), review.Spent{OrganizationID: k.org.ID, Day: bizcal.DateOf(k.now.AddDate(0, 0, -day)),
			Minutes: 45 + 25*n, What: what}); err != nil {
			return err
		}
	}
	asks := db.At(access.With(ctx, k.sales.Principal("web")), k.now.AddDate(0, 0, -1))
	_, err := k.Ask(asks, review.Request{OrganizationID: k.org.ID, Kind: "config_review", Subject: "Will their runners fit the new region?",
		DueOn: bizcal.DateOf(k.now).AddDays(6),
		Body:  "They renew in four weeks and want to move half of the build farm. Can you look at the sizes with me before Thursday?"})
	return err
}

// meet begins the series five weeks ago, and holds the calls since.
func (k *reviewed) meet(ctx context.Context) error {
	begun := db.At(access.With(ctx, k.engineer.Principal("web")), time.Date(k.monday.Year, k.monday.Month, k.monday.Day, 6, 0, 0, 0, time.UTC))
	if _, err := k.Begin(begun, review.Beginning{Series: review.Series{OrganizationID: k.org.ID, HostID: k.engineer.ID, Length: 30,
		Rhythm: review.Rhythm{Every: review.Weekly, From: k.monday.AddDays(1), Minute: 10 * 60, Zone: "Europe/Berlin"}}}); err != nil {
		return err
	}
	away := bizcal.DateOf(k.now).AddDays(4)
	if _, err := k.NoteAbsence(begun, review.Absence{OrganizationID: k.org.ID, Name: k.lead.Name, First: away, Last: away.AddDays(4)}); err != nil {
		return err
	}
	for range 5 {
		planned, err := k.Upcoming(ctx)
		if err != nil {
			return err
		}
		for _, m := range planned {
			if m.OrganizationID != k.org.ID || m.Ends().After(k.now) {
				continue
			}
			if err := k.hold(ctx, m); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// hold decides and writes the minutes of a call that is over.
func (k *reviewed) hold(ctx context.Context, m review.Meeting) error {
	was := db.At(access.With(ctx, k.engineer.Principal("web")), m.Ends())
	a, err := k.Agenda(was, k.org.ID)
	if err != nil {
		return err
	}
	if len(a.Actions) == 0 {
		for _, to := range []review.Action{{What: "Send the steps of the upgrade rehearsal", OwnerID: k.engineer.ID, DueOn: bizcal.DateOf(k.now).AddDays(2)},
			{What: "Confirm the window with the bank", OwnerID: k.lead.ID, DueOn: bizcal.DateOf(k.now).AddDays(9)}} {
			to.MeetingID = m.ID
			if _, err := k.AddAction(was, to); err != nil {
				return err
			}
		}
	}
	at := slices.IndexFunc(a.Open, func(i review.Item) bool { return i.Priority == ticket.Normal && i.CreatedAt.Before(m.At) })
	if at >= 0 && len(a.Decisions) == 0 {
		if _, err := k.Decide(was, review.Deciding{MeetingID: m.ID, TicketID: a.Open[at].ID, Kind: review.ToPriority, Priority: ticket.High,
			Why: "Their release depends on it", DecidedBy: "the platform lead"}); err != nil {
			return err
		}
	}
	if err := k.WriteNotes(was, m.ID, "They are anxious about the date. Do not promise the window before the bank confirms."); err != nil {
		return err
	}
	return k.SendMinutes(was, m.ID,
		"## Since the last call\n\n- The upgrade was rehearsed on a copy and took 40 minutes.\n\n## Priorities\n\n- Slow pipelines first, then the upgrade.\n\n## What will not be done\n\n- No custom images this quarter.\n", k.contacts...)
}

// report writes the words of this quarter's report, so that it can be looked at.
func (k *reviewed) report(ctx context.Context) error {
	_, err := k.WriteReport(k.at(ctx, 0), review.Report{OrganizationID: k.org.ID, Period: review.QuarterOf(bizcal.DateOf(k.now)), Language: "en",
		Summary: "A quiet quarter: no emergency, and the upgrade was rehearsed twice.\n\n- Pipelines are faster since the cache was moved.\n- The storage fills up; we agreed on a plan.",
		Next:    "- The upgrade, in the window that your bank confirms.\n- A second contact who knows the setup."})
	return err
}
