package incident

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// The shapes of Statuspage's public API v2 (https://metastatuspage.com/api), which many tools read. Times are RFC 3339 with
// milliseconds; absent ones are null.

// SPPage is whose page it is.
type SPPage struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	URL       string  `json:"url"`
	TimeZone  string  `json:"time_zone"`
	UpdatedAt *string `json:"updated_at"`
}

// SPStatus is how all components together are.
type SPStatus struct {
	Indicator   string `json:"indicator"` // none, minor, major, critical, maintenance
	Description string `json:"description"`
}

// SPComponent is a component, or a group of such.
type SPComponent struct {
	ID             string   `json:"id"`
	Name           string   `json:"name"`
	Status         Health   `json:"status"`
	CreatedAt      *string  `json:"created_at"`
	UpdatedAt      *string  `json:"updated_at"`
	Position       int      `json:"position"`
	Description    *string  `json:"description"`
	Showcase       bool     `json:"showcase"`
	StartDate      *string  `json:"start_date"`
	GroupID        *string  `json:"group_id"`
	PageID         string   `json:"page_id"`
	Group          bool     `json:"group"`
	OnlyIfDegraded bool     `json:"only_show_if_degraded"`
	Components     []string `json:"components,omitempty"`
}

// SPAffected is what an update said of a component.
type SPAffected struct {
	Code      string `json:"code"`
	Name      string `json:"name"`
	OldStatus Health `json:"old_status"`
	NewStatus Health `json:"new_status"`
}

// SPUpdate is a public word.
type SPUpdate struct {
	ID                   string       `json:"id"`
	Status               Status       `json:"status"`
	Body                 string       `json:"body"`
	IncidentID           string       `json:"incident_id"`
	CreatedAt            *string      `json:"created_at"`
	UpdatedAt            *string      `json:"updated_at"`
	DisplayAt            *string      `json:"display_at"`
	AffectedComponents   []SPAffected `json:"affected_components"`
	DeliverNotifications bool         `json:"deliver_notifications"`
	CustomTweet          *string      `json:"custom_tweet"`
	TweetID              *string      `json:"tweet_id"`
}

// SPIncident is an incident or a maintenance.
type SPIncident struct {
	ID             string        `json:"id"`
	Name           string        `json:"name"`
	Status         Status        `json:"status"`
	CreatedAt      *string       `json:"created_at"`
	UpdatedAt      *string       `json:"updated_at"`
	MonitoringAt   *string       `json:"monitoring_at"`
	ResolvedAt     *string       `json:"resolved_at"`
	Impact         Impact        `json:"impact"`
	Shortlink      string        `json:"shortlink"`
	StartedAt      *string       `json:"started_at"`
	PageID         string        `json:"page_id"`
	Updates        []SPUpdate    `json:"incident_updates"`
	Components     []SPComponent `json:"components"`
	ScheduledFor   *string       `json:"scheduled_for,omitempty"`
	ScheduledUntil *string       `json:"scheduled_until,omitempty"`
}

// Statuspage makes these shapes of a View.
type Statuspage struct {
	view  View
	title string
	link  func(path string) string
	byID  map[int64]Component
}

// Statuspage reads a view as Statuspage tells it.
func (s *Service) Statuspage(ctx context.Context, v View) Statuspage {
	title := v.Page.Title
	if title == "" && s.Named != nil {
		title = s.Named(ctx)
	}
	return Statuspage{view: v, title: title, link: s.Link, byID: named(v.Components)}
}

const pageID = "daywatch"

// Document is the answer to a path below /api/v2/ without ".json"; ok is false where Statuspage has none.
func (p Statuspage) Document(path string) (doc map[string]any, ok bool) {
	maintenance := func(fits func(Thread) bool) []SPIncident {
		return p.incidents(p.view.Of(func(t Thread) bool { return t.Kind == Maintenance && fits(t) }))
	}
	unresolved := p.incidents(p.view.Of(func(t Thread) bool { return t.Kind == Unplanned && t.Open() }))
	running := func(t Thread) bool { return t.Open() && t.Status != Scheduled }
	doc = map[string]any{"page": p.page()}
	switch path {
	case "status":
		doc["status"] = p.status()
	case "components":
		doc["components"] = p.components()
	case "summary":
		doc["status"], doc["components"], doc["incidents"] = p.status(), p.components(), unresolved
		doc["scheduled_maintenances"] = maintenance(Thread.Open)
	case "incidents":
		doc["incidents"] = p.incidents(p.view.Of(func(t Thread) bool { return t.Kind == Unplanned }))
	case "incidents/unresolved":
		doc["incidents"] = unresolved
	case "scheduled-maintenances":
		doc["scheduled_maintenances"] = maintenance(func(Thread) bool { return true })
	case "scheduled-maintenances/upcoming":
		doc["scheduled_maintenances"] = p.incidents(p.view.Coming())
	case "scheduled-maintenances/active":
		doc["scheduled_maintenances"] = maintenance(running)
	default:
		return nil, false
	}
	return doc, true
}

// StatuspagePaths lists the paths that Document knows.
func StatuspagePaths() []string {
	return []string{"summary", "status", "components", "incidents", "incidents/unresolved", "scheduled-maintenances",
		"scheduled-maintenances/upcoming", "scheduled-maintenances/active"}
}

func (p Statuspage) page() SPPage {
	return SPPage{ID: pageID, Name: p.title, URL: p.link(PublicHome), TimeZone: "Etc/UTC", UpdatedAt: stamp(p.view.Updated)}
}

func (p Statuspage) status() SPStatus {
	switch p.view.Worst() {
	case MajorOut:
		return SPStatus{"critical", "Major Service Outage"}
	case PartialOut:
		return SPStatus{"major", "Partial System Outage"}
	case Degraded:
		return SPStatus{"minor", "Partially Degraded Service"}
	case Maintained:
		return SPStatus{"maintenance", "Service Under Maintenance"}
	}
	return SPStatus{"none", "All Systems Operational"}
}

func (p Statuspage) components() []SPComponent {
	out := []SPComponent{}
	for _, c := range p.view.Components {
		out = append(out, p.component(c))
	}
	return out
}

func (p Statuspage) component(c Component) SPComponent {
	out := SPComponent{ID: c.Code, Name: c.Title, Status: c.Health, CreatedAt: stamp(c.CreatedAt), UpdatedAt: stamp(c.UpdatedAt), Position: c.Position,
		Showcase: c.Showcase, PageID: pageID, Group: c.IsGroup, OnlyIfDegraded: c.OnlyIfDegraded}
	if c.About != "" {
		out.Description = &c.About
	}
	if !c.StartAt.IsZero() {
		date := c.StartAt.UTC().Format(time.DateOnly)
		out.StartDate = &date
	}
	if group, ok := p.byID[c.GroupID]; ok {
		out.GroupID = &group.Code
	}
	if c.IsGroup {
		out.Components = []string{}
		for _, m := range p.view.Components {
			if m.GroupID == c.ID {
				out.Components = append(out.Components, m.Code)
			}
		}
	}
	return out
}

func (p Statuspage) incidents(list []Thread) []SPIncident {
	out := []SPIncident{}
	for _, t := range list[:min(len(list), mostThreads)] {
		out = append(out, p.incident(t))
	}
	return out
}

func (p Statuspage) incident(t Thread) SPIncident {
	out := SPIncident{ID: t.Code, Name: t.Title, Status: t.Status, CreatedAt: stamp(t.CreatedAt), UpdatedAt: stamp(t.LastAt),
		MonitoringAt: stamp(t.MonitoringAt),
		ResolvedAt:   stamp(t.ResolvedAt), Impact: t.Impact, Shortlink: p.link(t.PublicPath()), StartedAt: stamp(t.StartedAt), PageID: pageID,
		Updates: []SPUpdate{}, Components: []SPComponent{}, ScheduledFor: stamp(t.ScheduledFor), ScheduledUntil: stamp(t.ScheduledUntil)}
	var seen []int64
	for _, u := range t.Updates {
		out.Updates = append(out.Updates, p.update(t, u))
		for _, c := range u.Changes {
			if component, ok := p.byID[c.Component]; ok && !slices.Contains(seen, c.Component) {
				seen = append(seen, c.Component)
				out.Components = append(out.Components, p.component(component))
			}
		}
	}
	return out
}

func (p Statuspage) update(t Thread, u Update) SPUpdate {
	out := SPUpdate{ID: u.Code, Status: u.Status, Body: u.Body, IncidentID: t.Code, CreatedAt: stamp(u.PublishedAt), UpdatedAt: stamp(u.PublishedAt),
		DisplayAt: stamp(u.PublishedAt), DeliverNotifications: u.Deliver}
	for _, c := range u.Changes {
		if component, ok := p.byID[c.Component]; ok {
			out.AffectedComponents = append(out.AffectedComponents, SPAffected{Code: component.Code, Name: component.Title,
				OldStatus: cmp.Or(c.From, Operational), NewStatus: c.To})
		}
	}
	return out
}

// webhookBody is what a webhook gets of an update (Statuspage: Webhook notifications).
func (s *Service) webhookBody(v View, w Word, b Subscriber) map[string]any {
	p := Statuspage{view: v, link: s.Link, byID: named(v.Components)}
	status := p.status()
	return map[string]any{
		"meta":     map[string]string{"unsubscribe": s.unsubscribeURL(b), "documentation": s.Link(PublicHome + "subscribe")},
		"page":     map[string]string{"id": pageID, "status_indicator": status.Indicator, "status_description": status.Description},
		"incident": p.incident(w.Thread),
	}
}

// stamp writes a time as Statuspage does; nil for none.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format("2006-01-02T15:04:05.000Z")
	return &text
}
