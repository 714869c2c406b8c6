package oncall

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const (
	longestTitle = 80
	longestAbout = 300
	mostLayers   = 30
	mostPeople   = 100
)

// typed checks what a schedule says by itself and puts it into its stored form.
func typed(s Schedule) (Schedule, error) {
	s.Title, s.About = tidy(s.Title), tidy(s.About)
	if s.Mode == "" {
		s.Mode = rotation.Union
	}
	switch {
	case s.Title == "":
		return s, fault.Field("title", "A schedule needs a title")
	case len([]rune(s.Title)) > longestTitle:
		return s, fault.Field("title", "This title has %d characters. It may have %d", len([]rune(s.Title)), longestTitle)
	case len([]rune(s.About)) > longestAbout:
		return s, fault.Field("about", "This has %d characters. It may have %d", len([]rune(s.About)), longestAbout)
	case s.Mode != rotation.Union && s.Mode != rotation.Top:
		return s, fault.Field("mode", "“%s” is no way to join layers. Choose union or top", fault.Clip(string(s.Mode), 20))
	case len(s.Layers) > mostLayers:
		return s, fault.Field("layers", "%d layers are too many. Keep %d at most", len(s.Layers), mostLayers)
	}
	s.Demands = slices.Compact(slices.Sorted(slices.Values(s.Demands)))
	if err := checkHorizon("horizon", s.Horizon); err != nil {
		return s, err
	}
	s.Layers = slices.Clone(s.Layers)
	for i := range s.Layers {
		l := &s.Layers[i]
		*l = normal(*l)
		if l.Name = tidy(l.Name); l.Name == "" {
			l.Name = fmt.Sprint("Layer ", i+1)
		}
		if slices.ContainsFunc(s.Layers[:i], func(o Layer) bool { return fold(o.Name) == fold(l.Name) }) {
			return s, fault.Field(layerField(i), "Two layers are called %s. Give one another name", l.Name)
		}
		if len(l.Users) > mostPeople {
			return s, fault.Field(layerField(i), "%s has %d people. Keep %d at most", l.Name, len(l.Users), mostPeople)
		}
	}
	return s, s.rotation(nil).Check()
}

// layerField names a layer's people to forms and files, as package rotation names its fields.
func layerField(i int) string { return fmt.Sprintf("layers.%d.users", i) }

// year is how far ahead a schedule is looked at: every clock change comes in it.
const year = 366 * 24 * time.Hour

// verdict is what a schedule may be saved with, and what the log keeps of it.
type verdict struct {
	hole   string
	exempt []string
}

// judge holds a schedule against people and the year behind its beginning.
func (b *book) judge(s Schedule, agreed bool) (v verdict, err error) {
	for _, id := range s.Demands {
		if _, ok := b.qualification(id); !ok {
			return v, fault.Field("demands", "There is no qualification with the number %d. Choose one of those on the page Qualifications", id)
		}
	}
	from := later(s.EffectiveAt, b.now)
	for i, l := range s.Layers {
		for _, id := range slices.Compact(slices.Sorted(slices.Values(l.Users))) {
			if l.Shadow { // whoever goes along is still learning
				err = b.inTeam(id, layerField(i))
			} else {
				err = b.mayTake(s, id, layerField(i))
			}
			if err != nil {
				return v, err
			}
		}
		if l.Shadow {
			continue
		}
		exempt, err := b.daytimeOfLayer(l, from, layerField(i))
		if err != nil {
			return v, err
		}
		v.exempt = append(v.exempt, exempt...)
	}
	after := b.history(s.ID).changed(s)
	if err := b.single(s, after, from); err != nil {
		return v, err
	}
	v.hole, err = hole(s, after, from)
	if err == nil && v.hole != "" && !agreed {
		return v, &fault.Error{Kind: fault.Conflict, Field: "agreed", Public: v.hole}
	}
	return v, err
}

// inTeam refuses whoever is no active member of the team.
func (b *book) inTeam(id int64, field string) error {
	u, ok := b.team.User(id)
	if ok && u.Role.Staff() {
		return nil
	}
	if known, ok := b.everybody[id]; ok && !known.Active {
		return fault.Field(field, "%s is switched off and cannot be on call. Take them out, or have an administrator switch them on", known.Name)
	}
	return fault.Field(field, "There is nobody with the number %d in the team. Choose somebody of it", id)
}

// mayTake refuses whoever has not what a schedule demands.
func (b *book) mayTake(s Schedule, id int64, field string) error {
	if err := b.inTeam(id, field); err != nil {
		return err
	}
	if lacks := b.lacks(s, id); len(lacks) > 0 {
		return fault.Field(field, "%s has not: %s. %s demands it. Record it on the page Qualifications once it is so, or choose somebody else",
			b.name(id), strings.Join(lacks, ", "), s.Title)
	}
	return nil
}

// lacks lists what somebody would need to hold a shift, in words.
func (b *book) lacks(s Schedule, id int64) (titles []string) {
	for _, demand := range s.Demands {
		if q, ok := b.qualification(demand); !ok || !slices.Contains(q.Holders, id) {
			titles = append(titles, q.Title)
		}
	}
	return titles
}

// singleAhead is how far two schedules are held against each other: their turns come round in that time.
const singleAhead = 91 * 24 * time.Hour

// single refuses to have somebody on call for two things at once (oncall-and-incidents.md: one of CEOC and CMOC).
func (b *book) single(s Schedule, after history, from time.Time) error {
	if b.rules.Double {
		return nil
	}
	mine, err := after.timeline(from, from.Add(singleAhead))
	if err != nil {
		return err
	}
	own := stretches(mine)
	for _, other := range b.schedules {
		if other.ID == s.ID {
			continue
		}
		segments, err := b.history(other.ID).timeline(from, from.Add(singleAhead))
		if err != nil {
			return err
		}
		for _, theirs := range stretches(segments) {
			for _, d := range own {
				if d.UserID == theirs.UserID && !d.Shadow && !theirs.Shadow && d.overlaps(theirs.From, theirs.Until) {
					return fault.Field(s.layerWith(d.UserID), "%s would be on call for %s and for %s at once from %s. Choose one of the two for them",
						b.name(d.UserID), s.Title, other.Title, later(d.From, theirs.From).UTC().Format(stamp))
				}
			}
		}
	}
	return nil
}

// layerWith names the first layer that somebody stands in.
func (s Schedule) layerWith(userID int64) string {
	for i, l := range s.Layers {
		if slices.Contains(l.Users, userID) {
			return layerField(i)
		}
	}
	return "layers"
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// hole says where nobody is on call for a critical schedule in the year to come; empty: nowhere.
func hole(s Schedule, after history, from time.Time) (string, error) {
	if !s.Critical || len(s.held().Layers) == 0 { // one without layers is not in use yet
		return "", nil
	}
	segments, err := after.timeline(from, from.Add(year))
	if err != nil {
		return "", err
	}
	gaps := rotation.Gaps(segments)
	if len(gaps) == 0 {
		return "", nil
	}
	first := gaps[0]
	words := fmt.Sprintf("Nobody would be on call for %s from %s to %s", s.Title, first.From.UTC().Format(stamp), first.Until.UTC().Format(stamp))
	if more := len(gaps) - 1; more > 0 {
		words += fmt.Sprintf(", and %d times more within a year", more)
	}
	return words + ". Close the hole, or tick that you want it so", nil
}
