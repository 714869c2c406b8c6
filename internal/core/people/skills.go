package people

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// TeamFilter chooses people of the active team. Its zero value is everyone.
type TeamFilter struct {
	Query    string // part of a name or a title, in any case
	Region   string // key
	Skill    string // name, in any case
	Level    int    // at least so much of the skill; 0 is any
	Language string // BCP 47
}

// Find lists who fits, those first whom one can ask at a moment: here, then outside their hours, then off, the
// next to come first. With a skill those who know most of it stand first among those who are here; then names decide.
func (r *Roster) Find(f TeamFilter, at time.Time) []User {
	var found []User
	standing := map[int64]Presence{}
	for _, u := range r.People {
		if f.fits(u) {
			found = append(found, u)
			standing[u.ID] = r.Presence(u.ID, at)
		}
	}
	slices.SortStableFunc(found, func(a, b User) int {
		p, q := standing[a.ID], standing[b.ID]
		first := cmp.Or(cmp.Compare(p.rank(), q.rank()), cmp.Compare(b.Skill(f.Skill), a.Skill(f.Skill)))
		if first == 0 && !p.Available() {
			return p.Until.Compare(q.Until)
		}
		return first
	})
	return found
}

// rank orders presences by how soon one can ask.
func (p Presence) rank() int { return slices.Index([]State{Here, Unknown, Elsewhere, Off}, p.State) }

func (f TeamFilter) fits(u User) bool {
	query := FoldName(f.Query)
	return (f.Region == "" || u.Region == f.Region) &&
		(f.Skill == "" || u.Skill(f.Skill) >= max(f.Level, Learning)) &&
		(f.Language == "" || slices.Contains(u.Languages, f.Language)) &&
		(query == "" || strings.Contains(FoldName(u.Name), query) || strings.Contains(FoldName(u.Title), query))
}

// SkillHolders is a skill and who has it.
type SkillHolders struct {
	Name    string
	ByLevel [Helping + 1][]User // by level, each by name; 0 is empty
}

// Ready counts who can work tickets on the subject.
func (s SkillHolders) Ready() int { return len(s.ByLevel[Ready]) + len(s.ByLevel[Helping]) }

// Skills lists the skills of the active team by name. Spellings that differ only in case are one skill.
func (r *Roster) Skills() []SkillHolders {
	byKey := map[string]*SkillHolders{}
	var keys []string
	for _, u := range r.People {
		for _, k := range u.Skills {
			key := FoldName(k.Name)
			if byKey[key] == nil {
				byKey[key] = &SkillHolders{Name: k.Name}
				keys = append(keys, key)
			}
			byKey[key].ByLevel[k.Level] = append(byKey[key].ByLevel[k.Level], u)
		}
	}
	slices.Sort(keys)
	all := make([]SkillHolders, len(keys))
	for i, key := range keys {
		all[i] = *byKey[key]
	}
	return all
}
