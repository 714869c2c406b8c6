package config

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// personFile is a member of the team and how they work (tools-and-config-as-code.md, "support-team YAML").
type personFile struct {
	Email      string         `yaml:"email" required:"true" about:"The address by which they sign in, and by which other files name them"`
	Name       string         `yaml:"name" required:"true" about:"Their name"`
	Active     bool           `yaml:"active" about:"Whether they may sign in"`
	Role       string         `yaml:"role" required:"true" oneof:"light_agent agent lead admin" about:"What they may do"`
	Title      string         `yaml:"title,omitempty" about:"Their job title"`
	Manager    string         `yaml:"manager,omitempty" ref:"staff" about:"The address of whom they report to"`
	Region     string         `yaml:"region,omitempty" ref:"region" about:"The key of their region"`
	Zone       string         `yaml:"zone,omitempty" about:"Their time zone, such as Europe/Berlin"`
	Hours      hours          `yaml:"working_hours,omitempty" about:"By their own clock; none takes the region's hours, Monday to Friday"`
	Shift      bool           `yaml:"shift,omitempty" about:"Whether they work shifts, weekends and nights among them"`
	Groups     []string       `yaml:"groups,omitempty" ref:"group" about:"The groups they belong to"`
	Focuses    []focusFile    `yaml:"focuses,omitempty" style:"flow" about:"What their time goes to, 100 percent together"`
	Skills     []people.Skill `yaml:"skills,omitempty" style:"flow" about:"What they know: 1 learning, 2 ready to work tickets, 3 looking to help others"`
	Languages  []string       `yaml:"languages,omitempty" about:"What they can write to customers in, such as de"`
	RoundRobin roundRobinFile `yaml:"round_robin" style:"flow" about:"Whether tickets are pushed to them, and how many against others"`
	Accepts    int            `yaml:"accepts,omitempty" about:"How many open tickets they are given at most; none has no limit"`
}

type focusFile struct {
	Name       string `yaml:"name" required:"true" about:"What it is"`
	Percentage int    `yaml:"percentage" required:"true" about:"Its share of the time"`
}

type roundRobinFile struct {
	Active   bool `yaml:"active" about:"Whether tickets are pushed to them"`
	Modifier int  `yaml:"modifier" about:"Percent of an equal share: 50 gets half as many as others"`
}

func staff() kind {
	return &kindOf[personFile]{
		noun: "person", dir: "people",
		blank:  func() personFile { return personFile{Active: true, RoundRobin: roundRobinFile{Modifier: 100}} },
		name:   func(f *personFile) *string { return &f.Email },
		list:   listStaff,
		put:    putPerson,
		remove: switchOff,
		place: func(field string) string {
			return map[string]string{"hours": "working_hours", "modifier": "round_robin.modifier", "address": "email"}[field]
		},
	}
}

func listStaff(ctx context.Context, s *session) ([]held[personFile], error) {
	all, err := s.People.AllStaffIn(ctx, s.q)
	if err != nil {
		return nil, err
	}
	groups, err := s.People.Groups(ctx, s.q)
	if err != nil {
		return nil, err
	}
	emails := map[int64]string{}
	for _, u := range all {
		emails[u.ID] = u.Email
	}
	var out []held[personFile]
	for _, u := range all {
		f := personFile{Email: u.Email, Name: u.Name, Active: u.Active, Role: string(u.Role), Title: u.Title, Manager: emails[u.ManagerID],
			Region: u.Region, Zone: u.Zone, Hours: hours(u.Hours), Shift: u.Shift, Skills: u.Skills, Languages: u.Languages, Accepts: u.Accepts,
			RoundRobin: roundRobinFile{Active: u.RoundRobin.Active, Modifier: u.RoundRobin.Modifier}}
		for _, share := range u.Focuses {
			f.Focuses = append(f.Focuses, focusFile{share.Name, share.Percent})
		}
		for _, g := range groups {
			if slices.Contains(g.Members, u.ID) {
				f.Groups = append(f.Groups, g.Name)
			}
		}
		if u.Email != "" { // whoever has no address cannot sign in, and cannot be named
			out = append(out, held[personFile]{id: u.ID, file: f, idle: !u.Active})
		}
	}
	return out, nil
}

func putPerson(ctx context.Context, s *session, was *held[personFile], f personFile) error {
	u := people.User{Name: f.Name, Email: f.Email, Role: access.Role(f.Role), Region: f.Region, Zone: f.Zone, Active: f.Active}
	if was != nil {
		u.ID = was.id
	}
	u.Work = people.Work{Title: f.Title, Hours: bizcal.Week(f.Hours), Shift: f.Shift, Skills: f.Skills, Languages: f.Languages,
		RoundRobin: people.RoundRobin{Active: f.RoundRobin.Active, Modifier: f.RoundRobin.Modifier}, Accepts: f.Accepts}
	for _, share := range f.Focuses {
		u.Focuses = append(u.Focuses, people.Focus{Name: share.Name, Percent: share.Percentage})
	}
	var err error
	if u.ManagerID, err = s.id(ctx, "staff", f.Manager); err != nil {
		return err
	}
	groups, err := s.ids(ctx, "group", f.Groups)
	if err != nil {
		return err
	}
	saved, err := s.People.SaveStaffIn(ctx, s.tx, u)
	if err != nil {
		return err
	}
	return belong(ctx, s, saved.ID, groups)
}

// belong makes somebody a member of these groups and of no other.
func belong(ctx context.Context, s *session, userID int64, groups []int64) error {
	all, err := s.People.Groups(ctx, s.q)
	if err != nil {
		return err
	}
	for _, g := range all {
		is, wanted := slices.Contains(g.Members, userID), slices.Contains(groups, g.ID)
		switch {
		case is == wanted:
			continue
		case wanted:
			g.Members = append(g.Members, userID)
		default:
			g.Members = slices.DeleteFunc(g.Members, func(id int64) bool { return id == userID })
		}
		if _, err := s.People.SaveGroupIn(ctx, s.tx, g); err != nil {
			return err
		}
	}
	return nil
}

// switchOff keeps whoever has written something from signing in: people are never deleted.
func switchOff(ctx context.Context, s *session, was held[personFile]) error {
	if was.idle {
		return nil
	}
	was.file.Active = false
	return putPerson(ctx, s, &was, was.file)
}
