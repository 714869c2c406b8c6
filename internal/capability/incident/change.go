package incident

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Edit is what may change about an incident without a public word. Status and components may not.
type Edit struct {
	Title    string
	Severity int
	Impact   Impact
	IssueURL string
	Manager  int64
	Speaker  int64
}

// Change changes what is known of an incident. Another severity moves the time at which the next word is due, counted from
// the last one.
func (s *Service) Change(ctx context.Context, id int64, e Edit) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, err := lockIncident(ctx, tx, id)
		if err != nil {
			return err
		}
		was := i
		if err := e.apply(&i); err != nil {
			return err
		}
		if err := s.unsealed("title", i.Title); err != nil {
			return err
		}
		if was.Severity != i.Severity {
			promised, err := promiseOf(ctx, tx, id)
			if err != nil {
				return err
			}
			if err := s.retime(ctx, tx, &i, promised); err != nil {
				return err
			}
		}
		if err := saveIncident(ctx, tx, i); err != nil {
			return err
		}
		for _, c := range differences(was, i) {
			if err := s.Log.Append(ctx, tx, Subject(id), c); err != nil {
				return err
			}
		}
		if was.IssueURL != i.IssueURL {
			if err := s.sweepLater(ctx, tx, i); err != nil {
				return err
			}
		}
		return s.pageChanged(ctx, tx)
	})
}

func (e Edit) apply(i *Incident) error {
	i.Title, i.IssueURL, i.ManagerID, i.SpeakerID = strings.TrimSpace(e.Title), strings.TrimSpace(e.IssueURL), e.Manager, e.Speaker
	if i.Title == "" || len(i.Title) > 200 {
		return fault.Field("title", "Give it a title of up to 200 letters, in the customer's words")
	}
	if err := checkIssue(i.IssueURL); err != nil {
		return err
	}
	if i.Kind == Maintenance {
		return nil
	}
	if e.Severity < 1 || e.Severity > 4 {
		return fault.Field("severity", "Choose how bad it is, from s1, the worst, to s4")
	}
	if e.Impact == "" || e.Impact == i.Impact && i.Impact == impactOf(i.Severity) {
		e.Impact = impactOf(e.Severity)
	}
	i.Severity, i.Impact = e.Severity, e.Impact
	return nil
}

func differences(was, is Incident) (all []Changed) {
	add := func(field, from, to string) {
		if from != to {
			all = append(all, Changed{Field: field, From: from, To: to})
		}
	}
	add("title", was.Title, is.Title)
	add("severity", severityWord(was.Severity), severityWord(is.Severity))
	add("impact", string(was.Impact), string(is.Impact))
	add("issue_url", was.IssueURL, is.IssueURL)
	add("manager", fmt.Sprint(was.ManagerID), fmt.Sprint(is.ManagerID))
	add("speaker", fmt.Sprint(was.SpeakerID), fmt.Sprint(is.SpeakerID))
	return all
}
