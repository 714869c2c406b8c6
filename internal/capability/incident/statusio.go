package incident

import "time"

// The shape of status.io's public status API v1 (https://kb.status.io/developers/public-status-api/).

// StatusIO is the answer to /1.0/status/ID.
type StatusIO struct {
	Result SIOResult `json:"result"`
}

// SIOResult is all that the answer tells.
type SIOResult struct {
	Overall     SIOOverall     `json:"status_overall"`
	Status      []SIOComponent `json:"status"`
	Incidents   []SIOIncident  `json:"incidents"`
	Maintenance SIOMaintenance `json:"maintenance"`
}

// SIOOverall is how all components together are.
type SIOOverall struct {
	Updated string `json:"updated"`
	Status  string `json:"status"`
	Code    int    `json:"status_code"`
}

// SIOComponent is a component with its places, which here are the members of a group.
type SIOComponent struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Updated    string         `json:"updated"`
	Status     string         `json:"status"`
	Code       int            `json:"status_code"`
	Containers []SIOContainer `json:"containers"`
}

// SIOContainer is a place of a component.
type SIOContainer struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Updated string `json:"updated"`
	Status  string `json:"status"`
	Code    int    `json:"status_code"`
}

// SIOIncident is an incident that goes on, or maintenance.
type SIOIncident struct {
	ID       string       `json:"_id"`
	Name     string       `json:"name"`
	Opened   string       `json:"datetime_open"`
	Planned  string       `json:"datetime_planned_start,omitempty"`
	Until    string       `json:"datetime_planned_end,omitempty"`
	Messages []SIOMessage `json:"messages"`
	Hurt     []SIONamed   `json:"components_affected"`
}

// SIOMessage is a public word.
type SIOMessage struct {
	ID      string `json:"_id"`
	Details string `json:"details"`
	State   int    `json:"state"` // 100 investigating, 200 identified, 300 monitoring
	Status  int    `json:"status"`
	At      string `json:"datetime"`
}

// SIONamed is a component by its name.
type SIONamed struct {
	ID   string `json:"_id"`
	Name string `json:"name"`
}

// SIOMaintenance parts the maintenance that runs from that to come.
type SIOMaintenance struct {
	Active   []SIOIncident `json:"active"`
	Upcoming []SIOIncident `json:"upcoming"`
}

// StatusIO reads a view as status.io tells it.
func (v View) StatusIO() StatusIO {
	name, code := sioHealth(v.Worst())
	r := SIOResult{Overall: SIOOverall{sioTime(v.Updated), name, code}, Status: []SIOComponent{}, Incidents: []SIOIncident{},
		Maintenance: SIOMaintenance{[]SIOIncident{}, []SIOIncident{}}}
	for _, c := range v.Components {
		if c.GroupID == 0 {
			r.Status = append(r.Status, v.sioComponent(c))
		}
	}
	for _, t := range v.Going() {
		if t.Kind == Maintenance {
			r.Maintenance.Active = append(r.Maintenance.Active, v.sioIncident(t))
		} else {
			r.Incidents = append(r.Incidents, v.sioIncident(t))
		}
	}
	for _, t := range v.Coming() {
		r.Maintenance.Upcoming = append(r.Maintenance.Upcoming, v.sioIncident(t))
	}
	return StatusIO{r}
}

func (v View) sioComponent(c Component) SIOComponent {
	name, code := sioHealth(c.Health)
	out := SIOComponent{c.Code, c.Title, sioTime(c.UpdatedAt), name, code, []SIOContainer{}}
	for _, m := range v.Components {
		if m.GroupID == c.ID {
			name, code := sioHealth(m.Health)
			out.Containers = append(out.Containers, SIOContainer{m.Code, m.Title, sioTime(m.UpdatedAt), name, code})
		}
	}
	return out
}

func (v View) sioIncident(t Thread) SIOIncident {
	out := SIOIncident{ID: t.Code, Name: t.Title, Opened: sioTime(t.StartedAt), Messages: []SIOMessage{}, Hurt: []SIONamed{}}
	if t.Kind == Maintenance {
		out.Planned, out.Until = sioTime(t.ScheduledFor), sioTime(t.ScheduledUntil)
	}
	byID, seen := named(v.Components), map[int64]bool{}
	for _, u := range t.Updates {
		worst := Operational
		for _, c := range u.Changes {
			worst = worst.Worse(c.To)
			if component, ok := byID[c.Component]; ok && !seen[c.Component] {
				seen[c.Component] = true
				out.Hurt = append(out.Hurt, SIONamed{component.Code, component.Title})
			}
		}
		_, code := sioHealth(worst)
		out.Messages = append(out.Messages, SIOMessage{u.Code, u.Body, sioState(u.Status), code, sioTime(u.PublishedAt)})
	}
	return out
}

// sioHealth gives status.io's word and code of a health.
func sioHealth(h Health) (string, int) {
	switch h {
	case Maintained:
		return "Planned Maintenance", 200
	case Degraded:
		return "Degraded Performance", 300
	case PartialOut:
		return "Partial Service Disruption", 400
	case MajorOut:
		return "Service Disruption", 500
	}
	return "Operational", 100
}

func sioState(s Status) int {
	switch s {
	case Identified, InProgress:
		return 200
	case Monitoring, Verifying:
		return 300
	}
	return 100
}

func sioTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
