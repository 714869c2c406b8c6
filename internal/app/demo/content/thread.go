package content

import (
	"strings"
	"time"
)

// thread turns a plan into its ticket.
type thread struct {
	*plan
	now    time.Time
	scene  *scene
	ticket Ticket
}

func (p *plan) write(now time.Time, z zones, subjects map[string]int, earlier func() int) Ticket {
	th := &thread{plan: p, now: now, scene: &scene{dice: p.dice, zones: z, org: p.org, cast: p.cast,
		speaking: p.cast[byCustomer], language: p.language, at: p.times[0], vars: map[string]string{}, earlier: earlier,
		monthsAgo: int(now.Sub(p.times[0]) / (30 * 24 * time.Hour))}}
	for _, v := range p.vars {
		th.scene.vars[v.name] = v.draw(th.scene)
	}
	th.open(subjects)
	for i := range p.turns {
		th.say(i)
	}
	th.end()
	return th.ticket
}

// open sets everything a ticket has from its first moment.
func (th *thread) open(subjects map[string]int) {
	p := th.plan
	th.ticket = Ticket{
		Number: p.number, Requester: p.cast[byCustomer].Key, Org: p.org.Key, Group: groupOf(p.scenario, p.org.Region),
		Status: New, Severity: p.severity, Priority: priorities()[p.severity-1], Type: p.kind,
		Tags: append([]string(nil), p.tags...), Channel: pick(p.dice, p.channels), Region: p.org.Region,
		CreatedAt: p.times[0], Scenario: p.name, IsFeatured: p.live != nil,
	}
	th.ticket.Subject = th.subject(subjects)
	if p.group == "internal" {
		th.ticket.Org = ""
		th.ticket.Channel = ByPortal
		return
	}
	if p.uses(byCC) || p.chance(28) {
		th.ticket.CCs = []string{p.cast[byCC].Key}
	}
}

// subject prefers a wording nobody has used yet, and adds a detail to one that several have.
func (th *thread) subject(used map[string]int) string {
	best := ""
	for try := range 8 {
		s := pick(th.dice, th.subjects).render(th.scene)
		if try > 2 && th.live == nil {
			s = th.detailed(s)
		}
		if best == "" || used[s] < used[best] {
			best = s
		}
		if used[best] == 0 {
			break
		}
	}
	used[best]++
	return best
}

// detailed adds what people put into subjects: their name for the place, a version, a project, a day.
func (th *thread) detailed(s string) string {
	switch th.IntN(6) {
	case 0:
		return "[" + th.org.Name + "] " + s
	case 1:
		return s + " (" + project(th.scene) + ")"
	case 2:
		return s + " (" + th.scene.version(0) + ")"
	case 3:
		return s + ", " + pick(th.dice, []string{"staging", "production", "test", "DR", "prod-eu", "prod-us"})
	case 4:
		return th.org.Name + ": " + s
	}
	return s + " / " + strings.ToUpper(pick(th.dice, []string{"inc", "chg", "req"})) + itoa(th.between(10000, 99999))
}

func (p *plan) uses(who speaker) bool {
	for _, t := range p.turns {
		if t.who == who {
			return true
		}
	}
	return false
}

// say writes turn i and what it changes.
func (th *thread) say(i int) {
	t, at := &th.turns[i], th.times[i]
	author := th.cast[t.who]
	th.scene.speaking, th.scene.at, th.scene.language = author, at, th.language
	if t.inEnglish {
		th.scene.language = "en"
	}
	if t.who.isStaff() {
		th.take(i)
	}
	c := Comment{Author: author.Key, IsPublic: !t.internal, IsMarkdown: true, Body: t.body.render(th.scene), At: at,
		Channel: th.channel(t, i)}
	for _, a := range t.attach {
		c.Attachments = append(c.Attachments, a.make(th.scene))
	}
	if c.Channel == ByEmail {
		th.asMail(&c)
	}
	th.ticket.Comments = append(th.ticket.Comments, c)
	if t.priority != "" {
		th.change(at, author.Key, "priority", &th.ticket.Priority, t.priority)
	}
	th.setStatus(at, author.Key, t.statusAfter(th.ticket.Status, i == len(th.turns)-1 && th.fate == finished))
	if t.who.isStaff() && !t.internal {
		th.scene.vars["_answered"] = "yes"
	}
}

func (th *thread) channel(t *turn, i int) Channel {
	switch {
	case t.who.isStaff():
		return ByDesk
	case i == 0 || th.ticket.Channel == ByEmail || th.chance(70):
		return th.ticket.Channel
	}
	return ByEmail
}

// take assigns the ticket on a staff turn where nobody has it yet, or where the turn says so.
func (th *thread) take(i int) {
	t := &th.turns[i]
	if th.ticket.Assignee != "" && !t.takes {
		return
	}
	owner := th.cast[byAgent]
	if t.takes {
		owner = th.cast[t.who]
	}
	at := th.times[i]
	if i > 0 {
		at = at.Add(-min(th.wait(20*time.Second, 25*time.Minute), at.Sub(th.times[i-1])/2)).Truncate(time.Second)
	}
	th.assign(at, owner.Key, owner.Key)
}

func (th *thread) assign(at time.Time, actor, owner string) {
	th.change(at, actor, "assignee", &th.ticket.Assignee, owner)
	if th.ticket.Status == New && owner != "" {
		th.setStatus(at, actor, Open)
	}
}

func (th *thread) setStatus(at time.Time, actor string, to Status) {
	s := string(th.ticket.Status)
	th.change(at, actor, "status", &s, string(to))
	th.ticket.Status = to
}

func (th *thread) change(at time.Time, actor, field string, value *string, to string) {
	if *value == to {
		return
	}
	if n := len(th.ticket.Changes); n > 0 && at.Before(th.ticket.Changes[n-1].At) {
		at = th.ticket.Changes[n-1].At
	}
	th.ticket.Changes = append(th.ticket.Changes, Change{At: at, Actor: actor, Field: field, From: *value, To: to})
	*value = to
}

// asMail gives a comment the form people send by mail: no Markdown fences, and often the mail they answer below.
func (th *thread) asMail(c *Comment) {
	c.IsMarkdown = false
	c.Body = plain(c.Body)
	for i := len(th.ticket.Comments) - 1; i >= 0 && th.chance(60); i-- {
		before := th.ticket.Comments[i]
		if before.IsPublic && before.Channel == ByDesk {
			c.Quoted = "> " + strings.ReplaceAll(before.Body, "\n", "\n> ")
			return
		}
	}
}

// plain takes the fences off code and indents it instead.
func plain(markdown string) string {
	var out []string
	inCode := false
	for _, line := range strings.Split(markdown, "\n") {
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), "```"):
			inCode = !inCode
		case inCode:
			out = append(out, "    "+line)
		default:
			out = append(out, strings.NewReplacer("`", "", "**", "").Replace(line))
		}
	}
	return strings.Join(out, "\n")
}
