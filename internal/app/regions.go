package app

import (
	"context"
	"sync/atomic"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// regionList holds the desk's regions as pages about people name them in every row. It is read again when a
// setting changes.
type regionList struct {
	list atomic.Pointer[[]peopleui.Region]
}

func (r *regionList) get() []peopleui.Region {
	if p := r.list.Load(); p != nil {
		return *p
	}
	return nil
}

// read keeps the old list where the database is away.
func (r *regionList) read(ctx context.Context, q db.Querier) error {
	regions, err := people.Regions.Get(ctx, q)
	if err != nil {
		return err
	}
	list := make([]peopleui.Region, len(regions))
	for i, region := range regions {
		list[i] = peopleui.Region{Key: region.Key, Name: region.Name, Tone: region.Tone}
	}
	r.list.Store(&list)
	return nil
}
