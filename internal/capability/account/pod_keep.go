package account

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// longestPodName bounds the name of a pod.
const longestPodName = 80

// SavePod keeps a new pod (ID 0), or changes one. It is for who plans on-call and cover. Somebody is in one pod at the most.
func (s *Service) SavePod(ctx context.Context, p Pod) (Pod, error) {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return p, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Pod, error) {
		if err := lockPods(ctx, tx); err != nil {
			return p, err
		}
		p, err := s.podFits(ctx, tx, p)
		if err != nil {
			return p, err
		}
		if p.ID == 0 {
			p.ID, err = insertPod(ctx, tx, p, actor(ctx), tx.Now())
		} else {
			err = renamePod(ctx, tx, p)
		}
		if err != nil {
			return p, err
		}
		if err := emptyPod(ctx, tx, p.ID); err != nil {
			return p, err
		}
		for _, id := range p.Members {
			if err := joinPod(ctx, tx, p.ID, id); err != nil {
				return p, err
			}
		}
		return p, s.Log.Append(ctx, tx, PodSubject(p.ID), PodKept{Name: p.Name, Members: p.Members})
	})
}

// podFits refuses a pod that could not be one, and puts what was typed into its stored form.
func (s *Service) podFits(ctx context.Context, tx *db.Tx, p Pod) (Pod, error) {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	slices.Sort(p.Members)
	p.Members = slices.Compact(p.Members)
	switch {
	case p.Name == "":
		return p, fault.Field("name", "Give the pod a name")
	case len([]rune(p.Name)) > longestPodName:
		return p, fault.Field("name", "This name is longer than %d characters", longestPodName)
	case len(p.Members) < 2:
		return p, fault.Field("members", "A pod has two people or more: they cover for each other")
	}
	pods, err := allPods(ctx, tx)
	if err != nil {
		return p, err
	}
	if p.ID != 0 && !slices.ContainsFunc(pods, func(o Pod) bool { return o.ID == p.ID }) {
		return p, fault.New(fault.NotFound, "There is no pod %d", p.ID)
	}
	for _, id := range p.Members {
		u, err := s.engineer(ctx, tx, id, "members")
		if err != nil {
			return p, err
		}
		for _, o := range pods {
			if o.ID != p.ID && slices.Contains(o.Members, id) {
				return p, fault.Field("members", "%s is in the pod %s already. Take them out there first", u.Name, o.Name)
			}
		}
	}
	for _, o := range pods {
		if o.ID != p.ID && people.FoldName(o.Name) == people.FoldName(p.Name) {
			return p, fault.Field("name", "There is a pod %s already. Choose another name", o.Name)
		}
	}
	return p, nil
}

// EndPod takes a pod away. What its people promised stays.
func (s *Service) EndPod(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := lockPods(ctx, tx); err != nil {
			return err
		}
		p, err := findPod(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := deletePod(ctx, tx, id); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, PodSubject(id), PodEnded{Name: p.Name})
	})
}
