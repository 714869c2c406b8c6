package queueui

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/queue"

// getSettings shows what the queue goes by: the weights, the hours of the lists, the groups that want push.
func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	return u.settingsPage(w, r, nil, "")
}

// settingsPage shows all forms; the one named is shown as it was typed.
func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, typed *web.Form, which string) error {
	ctx := r.Context()
	setup, err := u.Queue.Setup(ctx)
	if err != nil {
		return err
	}
	groups, err := u.People.ListGroups(ctx)
	if err != nil {
		return err
	}
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return err
	}
	form := func(name string, stored func() *web.Form) *web.Form {
		if which == name {
			return typed
		}
		return stored()
	}
	status := http.StatusOK
	if typed != nil {
		status = web.FormStatus(typed)
	}
	title := i18n.T(ctx, "settings.line.title")
	return web.Render(w, status, u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.line.about")), page.Content(page.Columns(
		weightsCard(ctx, form("weights", func() *web.Form { return weightsForm(setup) })),
		h.Div(h.Class("stack"), listsCard(ctx, form("lists", func() *web.Form { return listsForm(setup) }), regions),
			chatCard(ctx, form("chat", func() *web.Form { return web.NewForm() }), setup.Chat),
			pushCard(ctx, form("push", func() *web.Form { return pushForm(setup) }), groups))))))
}

func numberField(ctx context.Context, form *web.Form, name, label string) g.Node {
	f := page.Ask(form, name, label)
	f.Type, f.More = "number", []g.Node{h.Min("0"), h.Step("1")}
	return page.Input(ctx, f)
}

// bareNumber is a number in a cell of a table.
func bareNumber(f page.Field) g.Node {
	f.More = []g.Node{g.Attr("inputmode", "numeric")}
	return page.Bare(f)
}

// weightParts are the numbers of the weights, by the name of their field.
func weightParts(w *queue.Weights) map[string]*int {
	return map[string]*int{"escalated": &w.Escalated, "rehomed": &w.Rehomed, "satellite": &w.Satellite, "due": &w.Due,
		"half_hours": &w.HalfHours, "over_hour": &w.OverHour, "over_most": &w.OverMost}
}

// weightLists are the points by word: stages, priorities, tiers.
func weightLists(w *queue.Weights) map[string]map[string]int {
	return map[string]map[string]int{"stage": w.Stage, "priority": w.Priority, "tier": w.Tier}
}

func weightsForm(s queue.Setup) *web.Form {
	f := web.NewForm("longest", strconv.Itoa(s.Longest))
	for _, stage := range ticket.Stages() { // a word without points has none
		f.Values.Set("stage-"+string(stage), "0")
	}
	for _, p := range ticket.Priorities() {
		f.Values.Set("priority-"+p.String(), "0")
	}
	for name, n := range weightParts(&s.Weights) {
		f.Values.Set(name, strconv.Itoa(*n))
	}
	for list, points := range weightLists(&s.Weights) {
		for word, n := range points {
			f.Values.Set(list+"-"+word, strconv.Itoa(n))
		}
	}
	return f
}

func weightsCard(ctx context.Context, form *web.Form) g.Node {
	var rows [][]g.Node
	add := func(name, label string) {
		rows = append(rows, []g.Node{g.Text(label), bareNumber(page.Ask(form, name, label))})
	}
	for _, s := range ticket.Stages() {
		add("stage-"+string(s), i18n.T(ctx, "stage.is_"+string(s)))
	}
	for _, p := range ticket.Priorities() {
		add("priority-"+p.String(), i18n.T(ctx, "line.part_priority", "Priority", i18n.T(ctx, "priority."+p.String())))
	}
	for _, name := range slices.Sorted(mapKeys(form, "tier-")) {
		add(name, i18n.T(ctx, "line.part_tier", "Detail", strings.TrimPrefix(name, "tier-")))
	}
	for _, name := range []string{"escalated", "rehomed", "satellite", "due", "half_hours", "over_hour", "over_most", "longest"} {
		add(name, i18n.T(ctx, "queuesettings."+name))
	}
	title := i18n.T(ctx, "queuesettings.weights")
	return page.Card(title, i18n.T(ctx, "queuesettings.weights_about"),
		h.Form(h.Class("form"), h.Method("post"), h.Action(settingsPath+"/weights"), page.FormError(form),
			page.Table(title, []page.Column{{Label: i18n.T(ctx, "queuesettings.reason")}, {Label: i18n.T(ctx, "queuesettings.points")}}, rows...),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "queuesettings.save")))))
}

// mapKeys gives the names of a form's fields that begin with prefix.
func mapKeys(form *web.Form, prefix string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for name := range form.Values {
			if strings.HasPrefix(name, prefix) && !yield(name) {
				return
			}
		}
	}
}

func (u *UI) postWeights(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "weights", func(ctx context.Context, form *web.Form) error {
		weights := queue.Weights{Stage: map[string]int{}, Priority: map[string]int{}, Tier: map[string]int{}}
		for name, n := range weightParts(&weights) {
			*n = int(form.Int64(name))
		}
		for list, points := range weightLists(&weights) {
			for name := range mapKeys(form, list+"-") {
				points[strings.TrimPrefix(name, list+"-")] = int(form.Int64(name))
			}
		}
		longest := int(form.Int64("longest"))
		if !form.OK() {
			return nil
		}
		return u.Queue.SaveWeights(ctx, weights, longest)
	})
}

// save stores what a form says, and shows it again where it cannot stand.
func (u *UI) save(w http.ResponseWriter, r *http.Request, which string, store func(context.Context, *web.Form) error) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = store(r.Context(), form)
	switch {
	case form.Absorb(err) || !form.OK():
		return u.settingsPage(w, r, form, which)
	case err != nil:
		return err
	}
	web.AddFlash(r.Context(), web.Flash{Kind: "done", Text: i18n.T(r.Context(), "queuesettings.saved")})
	web.Redirect(w, r, settingsPath)
	return nil
}

// Times of lists are typed as people say them: "emea 07:00, amer 14:00".

func slotText(slots []queue.Slot) string {
	words := make([]string, len(slots))
	for i, s := range slots {
		words[i] = s.Region + " " + s.At
	}
	return strings.Join(words, ", ")
}

// parseSlots reads such a text; regions go by key or by name.
func parseSlots(text string, regions []people.Region) (slots []queue.Slot, wrong string) {
	for part := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		words := strings.Fields(part)
		if len(words) < 2 {
			return nil, part
		}
		name, at := strings.Join(words[:len(words)-1], " "), words[len(words)-1]
		i := slices.IndexFunc(regions, func(r people.Region) bool { return strings.EqualFold(r.Key, name) || strings.EqualFold(r.Name, name) })
		if i < 0 {
			return nil, part
		}
		slots = append(slots, queue.Slot{Region: regions[i].Key, At: at})
	}
	return slots, ""
}

func listsForm(s queue.Setup) *web.Form {
	return web.NewForm("slots", slotText(s.Lists.Slots), "beyond", strconv.Itoa(s.Lists.Beyond), "reports", slotText(s.VeryBreached.Slots),
		"days", strconv.Itoa(s.VeryBreached.Days), "zone", s.VeryBreached.Zone)
}

func listsCard(ctx context.Context, form *web.Form, regions []people.Region) g.Node {
	ask := func(name string, args ...any) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "queuesettings."+name))
		f.Hint = i18n.T(ctx, "queuesettings."+name+"_hint", args...)
		return f
	}
	names := make([]string, len(regions))
	for i, r := range regions {
		names[i] = r.Key
	}
	slots, reports := ask("slots", "Regions", strings.Join(names, ", ")), ask("reports")
	slots.Optional, reports.Optional = true, true
	return page.Card(i18n.T(ctx, "lists.title"), i18n.T(ctx, "queuesettings.lists_about"),
		h.Form(h.Class("form"), h.Method("post"), h.Action(settingsPath+"/lists"), page.FormError(form),
			page.Input(ctx, slots), numberField(ctx, form, "beyond", i18n.T(ctx, "queuesettings.beyond")),
			page.Input(ctx, reports), numberField(ctx, form, "days", i18n.T(ctx, "queuesettings.days")), page.Input(ctx, ask("zone")),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "queuesettings.save")))))
}

func (u *UI) postListTimes(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "lists", func(ctx context.Context, form *web.Form) error {
		regions, err := u.Tickets.Regions(ctx)
		if err != nil {
			return err
		}
		read := func(name string) []queue.Slot {
			slots, wrong := parseSlots(form.Get(name), regions)
			if wrong != "" {
				form.Reject(name, i18n.T(ctx, "queuesettings.slot_wrong", "Word", strings.TrimSpace(wrong)))
			}
			return slots
		}
		lists := queue.ShiftLists{Slots: read("slots"), Beyond: int(form.Int64("beyond"))}
		reports := queue.VeryBreachedReports{Slots: read("reports"), Days: int(form.Int64("days")), Zone: form.Get("zone")}
		if !form.OK() {
			return nil
		}
		return u.Queue.SaveLists(ctx, lists, reports)
	})
}

func pushForm(s queue.Setup) *web.Form {
	f := web.NewForm()
	for _, p := range s.Push {
		end := "-" + strconv.FormatInt(p.GroupID, 10)
		f.Values.Set("on"+end, "on")
		f.Values.Set("focus"+end, p.Focus)
		f.Values.Set("most"+end, strconv.Itoa(p.Most))
	}
	return f
}

func pushCard(ctx context.Context, form *web.Form, groups []people.Group) g.Node {
	title, about := i18n.T(ctx, "queuesettings.push"), i18n.T(ctx, "queuesettings.push_about")
	if len(groups) == 0 {
		return page.Card(title, about, page.LinkButton(page.Secondary, "/settings/groups/new", i18n.T(ctx, "queuesettings.push_group")))
	}
	var rows [][]g.Node
	for _, group := range groups {
		end := "-" + strconv.FormatInt(group.ID, 10)
		focus := page.Ask(form, "focus"+end, i18n.T(ctx, "queuesettings.focus")+", "+group.Name)
		focus.Optional = true
		most := page.Ask(form, "most"+end, i18n.T(ctx, "queuesettings.most")+", "+group.Name)
		most.Optional = true
		rows = append(rows, []g.Node{page.Checkbox(ctx, page.Ask(form, "on"+end, group.Name)), page.Bare(focus), bareNumber(most)})
	}
	return page.Card(title, about, h.Form(h.Class("form"), h.Method("post"), h.Action(settingsPath+"/push"), page.FormError(form),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "queuesettings.group")}, {Label: i18n.T(ctx, "queuesettings.focus")},
			{Label: i18n.T(ctx, "queuesettings.most")}}, rows...),
		h.P(h.Class("muted"), g.Text(i18n.T(ctx, "queuesettings.focus_hint"))),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "queuesettings.save")))))
}

func (u *UI) postPush(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "push", func(ctx context.Context, form *web.Form) error {
		groups, err := u.People.ListGroups(ctx)
		if err != nil {
			return err
		}
		var list []queue.Push
		for _, group := range groups {
			end := "-" + strconv.FormatInt(group.ID, 10)
			if form.Bool("on" + end) {
				list = append(list, queue.Push{GroupID: group.ID, Focus: form.Get("focus" + end), Most: int(form.Int64("most" + end))})
			}
		}
		if !form.OK() {
			return nil
		}
		return u.Queue.SavePush(ctx, list)
	})
}
