package config

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Revision is one change of the configuration by files.
type Revision struct {
	ID         int64
	At         time.Time
	ActorID    int64 // 0: the desk itself, by the command line
	Actor      string
	ApproverID int64 // 0: nobody
	Approver   string
	Source     string // the folder, or the revision that was rolled back
	Highest    Level
	Changes    []Change
	before     map[string]map[string]string // the text of each object by folder and name
}

// Changed is the fact that files changed the configuration.
type Changed struct {
	Changes  int    `json:"changes"`
	Highest  Level  `json:"highest"`
	Source   string `json:"source"`
	Approver int64  `json:"approver,omitempty"`
}

// EventKind implements event.Fact.
func (Changed) EventKind() string { return "config.changed" }

// note keeps what changed, and how all of the configuration stood before.
func (s *Service) note(ctx context.Context, tx *db.Tx, h signatures, source string, p Plan, before state) (int64, error) {
	r := Revision{At: tx.Now(), ActorID: h.by.ID, Actor: h.by.Name, ApproverID: h.approver.ID, Approver: h.approver.Name, Source: source,
		Highest: p.Highest(), Changes: p.Changes, before: before.texts()}
	id, err := insertRevision(ctx, tx, r)
	if err != nil {
		return 0, err
	}
	return id, s.Log.Append(ctx, tx, event.Subject{Type: "config", ID: id},
		Changed{Changes: len(p.Changes), Highest: r.Highest, Source: source, Approver: r.ApproverID})
}

func (st state) texts() map[string]map[string]string {
	out := map[string]map[string]string{}
	for folder, list := range st {
		out[folder] = map[string]string{}
		for _, o := range list {
			out[folder][o.name] = o.text
		}
	}
	return out
}

// Revisions lists the changes by files, the newest first, n at most.
func (s *Service) Revisions(ctx context.Context, n int) ([]Revision, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return nil, err
	}
	return listRevisions(ctx, s.DB.Read(), n)
}

// Revision gives one change; fault.NotFound when there is none.
func (s *Service) Revision(ctx context.Context, id int64) (Revision, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Revision{}, err
	}
	all, err := revisionsFrom(ctx, s.DB.Read(), id)
	if err == nil && (len(all) == 0 || all[len(all)-1].ID != id) {
		err = fault.New(fault.NotFound, "There is no revision %d of the configuration", id)
	}
	if err != nil {
		return Revision{}, err
	}
	return all[len(all)-1], nil
}
