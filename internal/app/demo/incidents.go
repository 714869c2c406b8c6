package demo

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// past is an incident that is over, by days and hours before now.
type past struct {
	days, lasted int // days ago; minutes until it was resolved
	title        string
	severity     int
	component    string
	health       incident.Health
	words        [3]string // investigating, identified, resolved
}

var components = []struct{ title, about, group string }{
	{"Website", "sign-in, projects, issues", ""}, {"Git", "", ""}, {"Git over SSH", "clone, fetch and push", "Git"}, {"Git over HTTPS", "", "Git"},
	{"CI/CD", "pipelines and runners", ""}, {"Container registry", "", ""}, {"API", "REST and GraphQL", ""},
}

var pasts = []past{
	{61, 184, "Pipelines start late", 3, "CI/CD", incident.Degraded, [3]string{"Pipelines wait up to 20 minutes before they start. We are investigating.",
		"A runner pool ran out of machines. We are adding some.", "Pipelines start at once again."}},
	{33, 47, "Sign-in fails for some customers", 1, "Website", incident.MajorOut, [3]string{"Sign-in by single sign-on fails. We are investigating.",
		"A certificate had run out. We are renewing it.", "Everybody can sign in again. The certificate is now renewed by itself."}},
	{9, 96, "Images cannot be pushed", 2, "Container registry", incident.PartialOut, [3]string{"Pushes of large images fail. We are investigating.",
		"A storage limit was set too low with the last change. We are taking it back.", "Images of every size can be pushed again."}},
}

// Incidents gives a desk components with a believable past, and maintenance to come. ctx acts as an administrator; no job may run
// meanwhile, for the past would page people.
func Incidents(ctx context.Context, s *incident.Service, now time.Time) error {
	ids, err := fillComponents(db.At(ctx, now.AddDate(0, 0, -120)), s)
	if err != nil {
		return err
	}
	for _, p := range pasts {
		if err := p.happen(ctx, s, ids[p.component], now.AddDate(0, 0, -p.days)); err != nil {
			return err
		}
	}
	begin := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 6).Add(5 * time.Hour)
	_, err = s.Declare(db.At(ctx, now.AddDate(0, 0, -1)),
		incident.NewIncident{Kind: incident.Maintenance, Title: "New disks for the container registry", For: begin,
			Until: begin.Add(2 * time.Hour), SelfStart: true, SelfEnd: true, PublishAtOnce: true, MaintenanceOf: []int64{ids["Container registry"]},
			First: incident.NewUpdate{Body: "Images can be pulled as ever, and not be pushed for up to two hours."}})
	return err
}

func fillComponents(ctx context.Context, s *incident.Service) (map[string]int64, error) {
	ids := map[string]int64{}
	for n, c := range components {
		id, err := s.SaveComponent(ctx, incident.Component{Title: c.title, About: c.about, GroupID: ids[c.group], IsGroup: c.title == "Git",
			Position: n * 10, Showcase: true})
		if err != nil {
			return nil, err
		}
		ids[c.title] = id
	}
	return ids, nil
}

// happen plays an incident as it went.
func (p past) happen(ctx context.Context, s *incident.Service, component int64, at time.Time) error {
	i, err := s.Declare(db.At(ctx, at), incident.NewIncident{Title: p.title, Severity: p.severity, PublishAtOnce: true,
		First: incident.NewUpdate{Body: p.words[0], Changes: []incident.Change{{Component: component, To: p.health}}}})
	if err != nil {
		return err
	}
	for n, status := range []incident.Status{incident.Identified, incident.Resolved} {
		when := db.At(ctx, at.Add(time.Duration(p.lasted*(n+1)/2)*time.Minute))
		u, err := s.Write(when, incident.NewUpdate{Incident: i.ID, Status: status, Body: p.words[n+1]})
		if err != nil {
			return err
		}
		if err := s.Publish(when, u.ID); err != nil {
			return err
		}
	}
	return nil
}
