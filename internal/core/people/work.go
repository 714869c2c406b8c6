package people

import (
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Work is how a member of the team works. Customers have none.
type Work struct {
	Title      string
	ManagerID  int64       // 0: nobody
	Hours      bizcal.Week // by the clock of the person's own zone; empty takes the region's, Monday to Friday
	Shift      bool        // works shifts, weekends and nights among them
	Focuses    []Focus     // what the time goes to; empty, or 100 percent together
	Skills     []Skill     // sorted by name
	Languages  []string    // BCP 47: what they can write to customers in
	RoundRobin RoundRobin
	Accepts    int // open tickets to be given at most; 0 has no limit
}

// Focus is a part of the work and the share of time it gets.
type Focus struct {
	Name    string `json:"name"`
	Percent int    `json:"percent"`
}

// Skill is a subject that somebody knows.
type Skill struct {
	Name  string `json:"name"`
	Level int    `json:"level"` // Learning to Helping
}

// The levels of a skill (tools-and-config-as-code.md, knowledge_areas).
const (
	Learning = 1 // is learning it
	Ready    = 2 // is ready to work tickets
	Helping  = 3 // looks to help others
)

// RoundRobin says whether tickets are pushed to somebody, and how many against others.
type RoundRobin struct {
	Active   bool
	Modifier int // percent of an equal share: 50 gets half as many as others
}

// FocusNames is the setting of the words offered for what time goes to; others may be typed.
var FocusNames = settings.Key[[]string]{
	Name: "people.focuses",
	Default: []string{"Onboarding", "SaaS", "Licences and renewals", "Self-managed", "Operations", "Management", "Government",
		"Assigned support"},
}

// equalShare is the modifier of whoever gets as many tickets as others.
const equalShare = 100

const (
	mostSkills   = 200
	mostFocuses  = 20
	mostModifier = 1000
	mostAccepted = 10_000
)

// Worked reports whether any hours are kept.
func Worked(hours bizcal.Week) bool {
	return slices.ContainsFunc(hours[:], func(spans []bizcal.Span) bool { return len(spans) > 0 })
}

// Skill gives the level of a skill by its name in any case, 0 for none.
func (w Work) Skill(name string) int {
	for _, s := range w.Skills {
		if FoldName(s.Name) == FoldName(name) {
			return s.Level
		}
	}
	return 0
}

// typed checks what was typed and puts it into its stored form.
func (w Work) typed() (_ Work, err error) {
	if w.Title = strings.Join(strings.Fields(w.Title), " "); len([]rune(w.Title)) > longestName {
		return w, fault.Field("title", "This title is longer than the %d characters that are kept", longestName)
	}
	if Worked(w.Hours) {
		if bad := (bizcal.Spec{Zone: "UTC", Weekly: w.Hours}).Problems(); len(bad) > 0 {
			return w, bad[0]
		}
	}
	if w.Focuses, err = typedFocuses(w.Focuses); err != nil {
		return w, err
	}
	if w.Skills, err = typedSkills(w.Skills); err != nil {
		return w, err
	}
	for _, l := range w.Languages {
		if l == "" || checkLocale(l) != nil {
			return w, fault.Field("languages", "“%s” is not a language. Write its code, such as de, ja or pt-BR", fault.Clip(l, 40))
		}
	}
	if m := w.RoundRobin.Modifier; m < 0 || m > mostModifier {
		return w, fault.Field("modifier", "A share of %d percent is not possible. Choose from 0 to %d; 100 is as many as others get", m, mostModifier)
	}
	if w.Accepts < 0 || w.Accepts > mostAccepted {
		return w, fault.Field("accepts", "A limit of %d tickets is not possible. Choose from 1 to %d, or 0 for no limit", w.Accepts, mostAccepted)
	}
	return w, nil
}

func typedFocuses(list []Focus) ([]Focus, error) {
	sum, seen := 0, map[string]bool{}
	var out []Focus
	for _, f := range list {
		f.Name = strings.Join(strings.Fields(f.Name), " ")
		switch {
		case f.Name == "" || len([]rune(f.Name)) > longestName:
			return nil, fault.Field("focuses", "A focus needs a name of up to %d characters", longestName)
		case seen[FoldName(f.Name)]:
			return nil, fault.Field("focuses", "%s stands there twice. Add its shares together", f.Name)
		case f.Percent < 1 || f.Percent > 100:
			return nil, fault.Field("focuses", "%s has %d percent. A share is from 1 to 100", f.Name, f.Percent)
		}
		seen[FoldName(f.Name)] = true
		sum += f.Percent
		out = append(out, f)
	}
	if len(out) > mostFocuses {
		return nil, fault.Field("focuses", "%d focuses are too many. Keep %d at most", len(out), mostFocuses)
	}
	if len(out) > 0 && sum != 100 {
		return nil, fault.Field("focuses", "The shares add up to %d percent. They must be 100 together", sum)
	}
	return out, nil
}

func typedSkills(list []Skill) ([]Skill, error) {
	seen := map[string]bool{}
	var out []Skill
	for _, k := range list {
		k.Name = strings.Join(strings.Fields(k.Name), " ")
		switch {
		case k.Name == "" || len([]rune(k.Name)) > longestName:
			return nil, fault.Field("skills", "A skill needs a name of up to %d characters", longestName)
		case seen[FoldName(k.Name)]:
			return nil, fault.Field("skills", "%s stands there twice. Keep one level", k.Name)
		case k.Level < Learning || k.Level > Helping:
			return nil, fault.Field("skills",
				"%s has the level %d. The levels are 1, learning; 2, ready to work tickets; 3, looking to help others", k.Name, k.Level)
		}
		seen[FoldName(k.Name)] = true
		out = append(out, k)
	}
	if len(out) > mostSkills {
		return nil, fault.Field("skills", "%d skills are too many. Keep %d at most", len(out), mostSkills)
	}
	slices.SortFunc(out, func(a, b Skill) int { return strings.Compare(FoldName(a.Name), FoldName(b.Name)) })
	return out, nil
}

// The words of a Work as the log keeps them.

func focusWords(list []Focus) string {
	return joined(list, func(f Focus) string { return f.Name + " " + strconv.Itoa(f.Percent) + " %" })
}

func skillWords(list []Skill) string {
	return joined(list, func(k Skill) string { return k.Name + " " + strconv.Itoa(k.Level) })
}

func hourWords(hours bizcal.Week) string {
	return strings.ReplaceAll(strings.TrimSpace(hours.String()), "\n", "; ")
}

func joined[T any](list []T, word func(T) string) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = word(v)
	}
	return strings.Join(words, ", ")
}
