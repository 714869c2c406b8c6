package demo

import (
	"context"
	"hash/fnv"
	"strings"

	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// subjects are what the demo's engineers know, in the words of its tickets.
var subjects = []string{"Gitaly", "Geo", "PostgreSQL", "Runners", "Kubernetes", "SAML and LDAP", "Licences", "Upgrades", "Search",
	"Git LFS", "Container registry", "Backup and restore"}

// dice gives the same small number for the same key in every demo.
func dice(key string, n int) int {
	h := fnv.New32a()
	h.Write([]byte(key))
	return int(h.Sum32() % uint32(n))
}

// work makes how a colleague works of what the world says of them. Leads and the admin come before those who report
// to them.
func (f *filler) work(p content.Person) people.Work {
	w := people.Work{Title: p.Title, Hours: week(p.Hours), Languages: []string{"en"}, RoundRobin: people.RoundRobin{Modifier: 100}}
	if p.Language != "" && p.Language != "en" {
		w.Languages = []string{p.Language, "en"}
	}
	switch p.Role {
	case content.Admin:
		w.Focuses = []people.Focus{{Name: "Operations", Percent: 100}}
	case content.Lead:
		w.ManagerID, w.Focuses = f.chief, []people.Focus{{Name: "Management", Percent: 100}}
	case content.Agent:
		w.ManagerID, w.Accepts, w.RoundRobin.Active = f.leads[p.Region], 25, true
		w.Shift, w.Skills, w.Focuses = !p.Hours.Days.Has(5) || !p.Hours.Days.Has(1), skills(p), focuses(p)
		if strings.HasPrefix(p.Title, "Associate") {
			w.RoundRobin.Modifier = 50
		}
	}
	return w
}

func week(h content.Hours) (w bizcal.Week) {
	for d := range w {
		if h.Days&(1<<d) != 0 {
			w[d] = []bizcal.Span{{From: h.From, To: h.To}}
		}
	}
	return w
}

// skills are four subjects each, which go further the longer the title.
func skills(p content.Person) (all []people.Skill) {
	top := people.Ready
	if strings.HasPrefix(p.Title, "Senior") || strings.HasPrefix(p.Title, "Staff") {
		top = people.Helping
	}
	at := dice(p.Key, len(subjects))
	for i := range 4 {
		all = append(all, people.Skill{Name: subjects[(at+i*5)%len(subjects)], Level: max(people.Learning, top-i/2)})
	}
	return all
}

func focuses(p content.Person) []people.Focus {
	switch {
	case strings.HasPrefix(p.Title, "Customer Support"):
		return []people.Focus{{Name: "Licences and renewals", Percent: 100}}
	case strings.HasPrefix(p.Title, "Associate"):
		return []people.Focus{{Name: "SaaS", Percent: 60}, {Name: "Onboarding", Percent: 40}}
	}
	saas := 20 + 10*dice(p.Name, 6)
	return []people.Focus{{Name: "Self-managed", Percent: 100 - saas}, {Name: "SaaS", Percent: saas}}
}

// timeOff plans a few stretches in the weeks around the moment of the picture; three in one week of EMEA turn it red.
func (f *filler) timeOff(ctx context.Context, w content.World) error {
	ctx = db.At(ctx, w.Now)
	inEMEA := 0
	for i, p := range w.Staff {
		u := f.users[p.Key]
		if p.Role != content.Agent {
			continue
		}
		weeks, days := 1+dice(p.Key, 12), 2+dice(p.Name, 4)
		if p.Region == "emea" && inEMEA < 3 {
			weeks, days, inEMEA = 3, 5, inEMEA+1
		} else if i%3 != 0 {
			continue
		}
		monday := people.Monday(bizcal.DateOf(w.Now.In(u.Location()))).AddDays(7 * weeks)
		_, err := f.People.PlanTimeOff(ctx, people.TimeOff{UserID: u.ID, From: people.DayBegins(monday, u.Location()),
			Until: people.DayBegins(monday.AddDays(days), u.Location())}, true)
		if err != nil {
			return err
		}
	}
	return nil
}

// staff writes the colleagues, and gives who belongs to which group.
func (f *filler) staff(ctx context.Context, tx *db.Tx, w content.World, hash string) (map[string][]int64, error) {
	members := map[string][]int64{}
	for _, p := range w.Staff {
		u, err := f.person(ctx, tx, p, roles[p.Role], hash)
		if err != nil {
			return nil, err
		}
		members[p.Group] = append(members[p.Group], u.ID)
		switch u.Role {
		case access.Admin:
			f.chief = u.ID
		case access.Lead:
			f.leads[p.Region] = u.ID
		}
	}
	return members, nil
}
