package config

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/settings"
)

// listed makes a kind of a setting that is a list of objects, each with a key of its own.
type listed[E, F any] struct {
	setting settings.Key[[]E]
	key     func(E) string
	file    func(E) F
	// entry makes what is kept of a file, and of what was kept before (zero: nothing).
	entry func(before E, f F) E
}

func (l listed[E, F]) list(ctx context.Context, s *session) ([]held[F], error) {
	all, err := l.setting.Get(ctx, s.q)
	out := make([]held[F], len(all))
	for i, e := range all {
		out[i] = held[F]{file: l.file(e)}
	}
	return out, err
}

// change stores what becomes of the list.
func (l listed[E, F]) change(ctx context.Context, s *session, change func([]E) []E) error {
	all, err := l.setting.Get(ctx, s.tx)
	if err != nil {
		return err
	}
	return l.setting.Set(ctx, s.tx, s.Log, change(slices.Clone(all)))
}

func (l listed[E, F]) put(ctx context.Context, s *session, _ *held[F], f F) error {
	return l.change(ctx, s, func(all []E) []E {
		var none E
		fresh := l.entry(none, f)
		i := slices.IndexFunc(all, func(e E) bool { return l.key(e) == l.key(fresh) })
		if i < 0 {
			return append(all, fresh)
		}
		all[i] = l.entry(all[i], f)
		return all
	})
}

func (l listed[E, F]) remove(ctx context.Context, s *session, was held[F]) error {
	var none E
	return l.change(ctx, s, func(all []E) []E {
		return slices.DeleteFunc(all, func(e E) bool { return l.key(e) == l.key(l.entry(none, was.file)) })
	})
}

func (l listed[E, F]) order(ctx context.Context, s *session, files []held[F]) error {
	var none E
	return l.change(ctx, s, func(all []E) []E {
		place := func(e E) int {
			return slices.IndexFunc(files, func(h held[F]) bool { return l.key(l.entry(none, h.file)) == l.key(e) })
		}
		slices.SortStableFunc(all, func(a, b E) int { return place(a) - place(b) })
		return all
	})
}
