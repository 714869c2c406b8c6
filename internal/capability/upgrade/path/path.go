// Package path finds the versions that an upgrade must stop at. It is pure.
package path

import (
	"slices"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Between lists the required stops on the way from one version to another, in order: those behind from and before to. from
// and to themselves are none. An upgrade within a release, or backwards, has none.
func Between(from, to version.Version, required []version.Version) []version.Version {
	var stops []version.Version
	for _, s := range required {
		if s.Known() && from.Known() && version.Compare(s, from) > 0 && version.Compare(s, to) < 0 {
			stops = append(stops, s)
		}
	}
	slices.SortFunc(stops, version.Compare)
	return slices.CompactFunc(stops, func(a, b version.Version) bool { return version.Compare(a, b) == 0 })
}

// Check refuses stops that do not lead from one version to another: out of order, or not between them. The error is
// fault.Invalid on "stops".
func Check(from, to version.Version, stops []version.Version) error {
	last := from
	for _, s := range stops {
		switch {
		case version.Compare(s, last) <= 0:
			return fault.Field("stops", "%s does not come behind %s. Write the stops in the order of the upgrade", s, last)
		case version.Compare(s, to) >= 0:
			return fault.Field("stops", "%s does not come before %s, where the upgrade ends", s, to)
		}
		last = s
	}
	return nil
}

// Skipped lists the required stops that a path leaves out: no stop of it is of the same release and as new.
func Skipped(from, to version.Version, stops, required []version.Version) (left []version.Version) {
	for _, need := range Between(from, to, required) {
		passes := func(s version.Version) bool { return s.Release() == need.Release() && version.Compare(s, need) >= 0 }
		if !slices.ContainsFunc(stops, passes) && !(to.Release() == need.Release() && version.Compare(to, need) >= 0) {
			left = append(left, need)
		}
	}
	return left
}

// Read reads versions, each as a release can be installed. The error names the one that is none, on "stops".
func Read(texts []string) ([]version.Version, error) {
	out := make([]version.Version, 0, len(texts))
	for _, t := range texts {
		v, err := version.Parse(t)
		if err != nil {
			return nil, fault.Field("stops", "“%s” is no version. Write one a line, such as 16.11.10", fault.Clip(t, 40))
		}
		out = append(out, v)
	}
	return out, nil
}
