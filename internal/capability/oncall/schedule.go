package oncall

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Schedule is one rotation of the desk: who is on call for something.
type Schedule struct {
	ID    int64
	Title string
	Plan
	Version   int64     // the latest, from 1; every change makes a new one
	UpdatedAt time.Time // when this version was saved
	// EffectiveAt is from when on this version holds. What was published before it stays until then.
	EffectiveAt time.Time
}

// Plan is what a version of a schedule says.
type Plan struct {
	About    string        `json:"about,omitempty"`
	Mode     rotation.Mode `json:"mode"`
	Layers   []Layer       `json:"layers"` // lowest first
	Critical bool          `json:"critical,omitempty"`
	// HolesAgreed keeps that somebody said yes to a hole.
	HolesAgreed bool `json:"holes_agreed,omitempty"`
	// Demands are the qualifications that whoever holds or covers a shift must have.
	Demands []int64 `json:"demands,omitempty"`
	// Horizon is after how many weeks a change takes effect (oncall-and-incidents.md, Publication); 0 is at once.
	Horizon int `json:"horizon,omitempty"`
}

// Layer is people who take turns, and the region they do it for.
type Layer struct {
	rotation.Layer
	Region string // key; empty: none in particular
}

// Subject is what the facts of a schedule are about.
func Subject(id int64) event.Subject { return event.Subject{Type: "on_call", ID: id} }

// Members lists everybody who stands in a layer, shadows too, ascending.
func (p Plan) Members() []int64 {
	var all []int64
	for _, l := range p.Layers {
		all = append(all, l.Users...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// rotation is the plan as the mathematics take it.
func (p Plan) rotation(overrides []rotation.Override) rotation.Schedule {
	r := rotation.Schedule{Mode: p.Mode, Overrides: overrides}
	for _, l := range p.Layers {
		r.Layers = append(r.Layers, l.Layer)
	}
	return r
}

// held is the plan without its shadows: what is published ahead, and must not move at once.
func (p Plan) held() Plan {
	p.Layers = slices.DeleteFunc(slices.Clone(p.Layers), func(l Layer) bool { return l.Shadow })
	return p
}

// shadowed is the plan with the shadows of another.
func (p Plan) shadowed(by Plan) Plan {
	p = p.held()
	for _, l := range by.Layers {
		if l.Shadow {
			p.Layers = append(p.Layers, l)
		}
	}
	return p
}

func (p Plan) text() (string, error) {
	raw, err := json.Marshal(p)
	return string(raw), err
}

func readPlan(raw []byte) (p Plan, err error) {
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("stored schedule: %w", err)
	}
	return p, nil
}

// fold makes titles that differ only in case or spacing equal.
func fold(title string) string { return strings.ToLower(tidy(title)) }

// tidy is a line without doubled spaces.
func tidy(line string) string { return strings.Join(strings.Fields(line), " ") }
