package incident

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Thread is an incident with its public words, the newest first.
type Thread struct {
	Incident
	Updates []Update
}

// Touches reports whether a word of it speaks of one of the components.
func (t Thread) Touches(components []int64) bool {
	return slices.ContainsFunc(t.Updates, func(u Update) bool {
		return slices.ContainsFunc(u.Changes, func(c Change) bool { return slices.Contains(components, c.Component) })
	})
}

// View is all that a public page shows.
type View struct {
	Now        time.Time
	Page       PublicPage
	Components []Component // each group before its members
	Windows    []Window
	Threads    []Thread // of the last days, and all that go on or are to come; the newest first
	Updated    time.Time
}

// Of lists the threads that fit, the newest first.
func (v View) Of(fits func(Thread) bool) (list []Thread) {
	for _, t := range v.Threads {
		if fits(t) {
			list = append(list, t)
		}
	}
	return list
}

// Going lists what goes on: incidents, and maintenance that has begun.
func (v View) Going() []Thread {
	return v.Of(func(t Thread) bool { return t.Open() && t.Status != Scheduled })
}

// Coming lists the maintenance to come, the next first.
func (v View) Coming() []Thread {
	list := v.Of(func(t Thread) bool { return t.Open() && t.Status == Scheduled })
	slices.SortStableFunc(list, func(a, b Thread) int { return a.ScheduledFor.Compare(b.ScheduledFor) })
	return list
}

// Worst is the health of the worst component.
func (v View) Worst() (h Health) {
	h = Operational
	for _, c := range v.Components {
		h = h.Worse(c.Health)
	}
	return h
}

// mostThreads is how many incidents the public JSON has (Statuspage: the 50 newest).
const mostThreads = 50

// View gives what everybody may see. It asks for no permission: the page is public.
func (s *Service) View(ctx context.Context) (View, error) {
	return s.view(ctx, s.DB.Read())
}

func (s *Service) view(ctx context.Context, q db.Querier) (v View, err error) {
	v.Now = s.DB.Now(ctx)
	if v.Page, err = PublicPageKey.Get(ctx, q); err != nil {
		return v, err
	}
	all, err := findComponents(ctx, q)
	if err != nil {
		return v, err
	}
	v.Components = arranged(all)
	if v.Windows, err = findImpacts(ctx, q, v.Now.AddDate(0, 0, -v.Page.Days)); err != nil {
		return v, err
	}
	found, err := findPublic(ctx, q, mostThreads)
	if err != nil {
		return v, err
	}
	v.Threads, err = threads(ctx, q, found)
	v.Updated = v.newest()
	return v, err
}

func (v View) newest() (at time.Time) {
	for _, c := range v.Components {
		at = later(at, c.UpdatedAt)
	}
	for _, t := range v.Threads {
		at = later(at, t.LastAt)
	}
	return at
}

// threads reads the public words of incidents.
func threads(ctx context.Context, q db.Querier, list []Incident) ([]Thread, error) {
	out := make([]Thread, len(list))
	at := map[int64]int{}
	for n, i := range list {
		out[n], at[i.ID] = Thread{Incident: i}, n
	}
	for some := range slices.Chunk(list, 400) {
		words, err := findPublished(ctx, q, some)
		if err != nil {
			return nil, err
		}
		for _, u := range words {
			out[at[u.IncidentID]].Updates = append(out[at[u.IncidentID]].Updates, u)
		}
	}
	return out, nil
}

// PublicThread gives one incident by the name in its address. It asks for no permission: fault.NotFound where it is not
// public.
func (s *Service) PublicThread(ctx context.Context, code string) (Thread, error) {
	i, err := findByCode(ctx, s.DB.Read(), code)
	if err == nil && !i.Public() {
		err = fault.New(fault.NotFound, "There is no incident at this address")
	}
	if err != nil {
		return Thread{}, err
	}
	all, err := threads(ctx, s.DB.Read(), []Incident{i})
	if err != nil {
		return Thread{}, err
	}
	return all[0], nil
}

// Month gives what was public in a month of UTC, the newest first. It asks for no permission.
func (s *Service) Month(ctx context.Context, year int, month time.Month) ([]Thread, error) {
	from := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	found, err := findPublicBetween(ctx, s.DB.Read(), from, from.AddDate(0, 1, 0))
	if err != nil {
		return nil, err
	}
	return threads(ctx, s.DB.Read(), found)
}

// Latest are the newest words of all threads, n at most.
func (v View) Latest(n int) (list []Word) {
	for _, t := range v.Threads {
		for _, u := range t.Updates {
			list = append(list, Word{t, u})
		}
	}
	slices.SortStableFunc(list, func(a, b Word) int {
		return cmp.Or(b.Update.PublishedAt.Compare(a.Update.PublishedAt), cmp.Compare(b.Update.ID, a.Update.ID))
	})
	return list[:min(n, len(list))]
}

// Word is one public word and what it is about.
type Word struct {
	Thread
	Update Update
}
