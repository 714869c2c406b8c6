package vector

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// layer is a rotation as vectors write it; what they call a rotation is a layer without windows.
type layer struct {
	Name    string    `json:"name"`
	TZ      string    `json:"tz"`
	Anchor  string    `json:"anchor"`
	Unit    string    `json:"unit"`
	Length  int       `json:"length"`
	Users   []string  `json:"users"`
	Windows []window  `json:"windows"`
	From    time.Time `json:"from"`
	Until   time.Time `json:"until"`
}

type window struct {
	Days  []string `json:"days"`
	Start string   `json:"start"`
	End   string   `json:"end"`
}

type override struct {
	From    time.Time `json:"from"`
	Until   time.Time `json:"until"`
	Replace string    `json:"replace"`
	With    string    `json:"with"`
	Remove  string    `json:"remove"`
	Add     string    `json:"add"`
	Set     []string  `json:"set"`
}

type schedule struct {
	Mode      string     `json:"mode"`
	Layers    []layer    `json:"layers"`
	Overrides []override `json:"overrides"`
}

// names numbers the people of a vector.
type names struct{ all []string }

func (n *names) id(name string) int64 {
	i := slices.Index(n.all, name)
	if i < 0 {
		i = len(n.all)
		n.all = append(n.all, name)
	}
	return int64(i + 1)
}

func (n *names) ids(list []string) []int64 {
	ids := make([]int64, len(list))
	for i, name := range list {
		ids[i] = n.id(name)
	}
	return ids
}

func (n *names) of(ids []int64) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = n.all[id-1]
	}
	return list
}

func (s schedule) read(n *names) (rotation.Schedule, error) {
	out := rotation.Schedule{Mode: rotation.Mode(s.Mode)}
	for _, l := range s.Layers {
		layer, err := l.read(n)
		if err != nil {
			return out, err
		}
		out.Layers = append(out.Layers, layer)
	}
	for _, o := range s.Overrides {
		out.Overrides = append(out.Overrides, o.read(n))
	}
	return out, nil
}

func (l layer) read(n *names) (rotation.Layer, error) {
	out := rotation.Layer{Name: l.Name, Zone: l.TZ, Anchor: rotation.Label(l.Anchor), Unit: rotation.Unit(l.Unit), Length: l.Length,
		Users: n.ids(l.Users), From: l.From, Until: l.Until}
	for _, w := range l.Windows {
		v := rotation.Window{Start: w.Start, End: w.End}
		for _, name := range w.Days {
			i := slices.IndexFunc(weekdays(), func(d time.Weekday) bool { return strings.EqualFold(d.String()[:3], name) })
			if i < 0 {
				return out, fault.Field("days", "“%s” is no day. Allowed are sun, mon, tue, wed, thu, fri, sat.", name)
			}
			v.Days = append(v.Days, time.Weekday(i))
		}
		out.Windows = append(out.Windows, v)
	}
	return out, nil
}

func (o override) read(n *names) rotation.Override {
	out := rotation.Override{From: o.From, Until: o.Until, Kind: rotation.Set, Users: n.ids(o.Set)}
	switch {
	case o.Replace != "":
		out.Kind, out.Of, out.User = rotation.Replace, n.id(o.Replace), n.id(o.With)
	case o.Remove != "":
		out.Kind, out.Of = rotation.Remove, n.id(o.Remove)
	case o.Add != "":
		out.Kind, out.User = rotation.Add, n.id(o.Add)
	}
	return out
}

func weekdays() []time.Weekday {
	return []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday}
}

// onCall is OnCall.
func onCall(raw json.RawMessage, at time.Time) ([]string, error) {
	var s schedule
	if err := Decode(raw, &s); err != nil {
		return nil, err
	}
	var n names
	read, err := s.read(&n)
	if err != nil {
		return nil, err
	}
	r, err := rotation.Compile(read)
	if err != nil {
		return nil, err
	}
	users, _ := r.On(at)
	return n.of(users), nil
}
