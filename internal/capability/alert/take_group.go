package alert

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
)

// takeGroup takes a report of a group: one alert, whose members have states of their own. It stands as long as one of
// them fires.
func (k known) takeGroup(r wire.Report, now time.Time) taken {
	t := taken{ends: map[string]time.Time{}}
	members := maps.Clone(k.members)
	if members == nil {
		members = map[string]Member{}
	}
	grew, stale := k.merge(r, members, t.ends)
	if r.Truncated == 0 {
		k.dropUnnamed(r, members)
	}
	t.members = sorted(members)
	firing := firingOf(t.members)
	if k.alert == nil {
		return k.openGroup(r, t, firing, stale, now)
	}
	t.alert = *k.alert
	a := &t.alert
	a.Times, a.LastAt = a.Times+1, now
	was, severity := a.Firing, a.Severity
	if len(firing) == 0 && r.Truncated == 0 {
		t.outcome = Closed
		a.close(BySender, now)
		return t
	}
	if !stale {
		a.describe(r)
	}
	a.Firing, a.Severity = len(firing), wire.Worst(plain(firing), severity)
	switch {
	case grew || a.Firing != was || a.Severity != severity:
		t.outcome = Changed
	case stale:
		t.outcome = Stale
	default:
		t.outcome = Repeated
	}
	return t
}

func (k known) openGroup(r wire.Report, t taken, firing []Member, stale bool, now time.Time) taken {
	if len(firing) == 0 {
		t.outcome, t.members = Ignored, nil
		if stale {
			t.outcome = Stale
		}
		return t
	}
	t.outcome = Opened
	t.alert = Alert{Key: r.Key, Sender: r.Sender, State: Triggered, OpenedAt: now, LastAt: now, Times: 1, Firing: len(firing)}
	t.alert.describe(r)
	t.alert.Severity = wire.Worst(plain(firing), r.Severity)
	return t
}

// merge takes over what a report says of each member. It reports whether one began to fire, and whether all that fire in
// the report are old news.
func (k known) merge(r wire.Report, members map[string]Member, ends map[string]time.Time) (grew, stale bool) {
	news := false
	for _, m := range r.Members {
		was, ok := members[m.Fingerprint]
		if !m.Firing {
			if m.EndsAt.After(k.ends[m.Fingerprint]) {
				ends[m.Fingerprint] = m.EndsAt
			}
			if ok && was.StartsAt.After(m.EndsAt) && !m.EndsAt.IsZero() { // it ended, and fires anew since
				continue
			}
			news = true
			if ok || k.alert != nil || k.firesIn(r) {
				members[m.Fingerprint] = Member{m, MemberResolved}
			}
			continue
		}
		// A sender tells the beginning of each alert, and keeps it: one that began before the last end is that one.
		ended, over := k.ends[m.Fingerprint]
		if over && m.StartsAt.Before(ended) || ok && m.StartsAt.Before(was.StartsAt) {
			stale = true
			continue
		}
		news = true
		grew = grew || !ok || was.State != MemberFiring
		members[m.Fingerprint] = Member{m, MemberFiring}
	}
	return grew, stale && !news
}

// firesIn reports whether a report opens an alert.
func (k known) firesIn(r wire.Report) bool {
	return slices.ContainsFunc(r.Members, func(m wire.Member) bool { return m.Firing })
}

// dropUnnamed lets go of members that fired and that a full report no longer names: the word of their end was lost. Those
// that began after all that the report knows are newer than it, and stay.
func (k known) dropUnnamed(r wire.Report, members map[string]Member) {
	named, latest := map[string]bool{}, time.Time{}
	for _, m := range r.Members {
		named[m.Fingerprint] = true
		for _, t := range []time.Time{m.StartsAt, m.EndsAt} {
			if t.After(latest) {
				latest = t
			}
		}
	}
	for id, m := range members {
		if m.State == MemberFiring && !named[id] && !m.StartsAt.After(latest) {
			m.State = MemberGone
			members[id] = m
		}
	}
}

func sorted(members map[string]Member) []Member {
	return slices.SortedFunc(maps.Values(members), func(a, b Member) int { return strings.Compare(a.Fingerprint, b.Fingerprint) })
}

func firingOf(members []Member) []Member {
	return slices.DeleteFunc(slices.Clone(members), func(m Member) bool { return m.State != MemberFiring })
}

func plain(members []Member) []wire.Member {
	out := make([]wire.Member, len(members))
	for i, m := range members {
		out[i] = m.Member
	}
	return out
}
