package oncallui

import (
	"context"
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const qualificationsPath = root + "/qualifications"

// getQualifications shows what schedules can demand, and who has it.
func (u *UI) getQualifications(w http.ResponseWriter, r *http.Request) error {
	return u.qualificationsPage(w, r, web.NewForm("kind", string(oncall.Training)))
}

// qualificationsPage shows f in the place of the one that it is about: id 0 is the new one.
func (u *UI) qualificationsPage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	list, err := u.OnCall.Qualifications(ctx)
	if err != nil {
		return err
	}
	crew, err := u.crowd(ctx)
	if err != nil {
		return err
	}
	var cards g.Group
	for _, q := range list {
		form := f
		if f.Get("id") != number(q.ID) {
			form = qualificationForm(q)
		}
		cards = append(cards, qualificationCard(ctx, q, form, crew))
	}
	if oncall.MayManage(ctx) {
		form := f
		if f.Get("id") != "" && f.Get("id") != "0" {
			form = web.NewForm("kind", string(oncall.Training))
		}
		cards = append(cards, page.Card(i18n.T(ctx, "qualification.new"), i18n.T(ctx, "qualification.new_about"), qualificationFields(ctx, form, crew)))
	}
	title := i18n.T(ctx, "qualification.title")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "qualification.sub")), page.Content(page.Columns(cards...))))
}

func qualificationForm(q oncall.Qualification) *web.Form {
	f := web.NewForm("id", number(q.ID), "title", q.Title, "kind", string(q.Kind), "about", q.About)
	for _, id := range q.Holders {
		f.Values.Add("holder", number(id))
	}
	return f
}

func qualificationCard(ctx context.Context, q oncall.Qualification, f *web.Form, crew crowd) g.Node {
	kind := page.Chip(page.Neutral, i18n.T(ctx, "qualification.kind_"+string(q.Kind)))
	var names g.Group
	for _, id := range q.Holders {
		names = append(names, page.CrewMember(crew.person(ctx, id), crew.users[id].Zone))
	}
	body := g.Group{h.Div(kind), page.Crew(names...)}
	if len(q.Holders) == 0 {
		body = g.Group{h.Div(kind), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "qualification.nobody")))}
	}
	if oncall.MayManage(ctx) {
		edit := g.Group{qualificationFields(ctx, f, crew),
			page.PostButton(page.Quiet, qualificationsPath+"/delete", i18n.T(ctx, "qualification.delete"), []string{"id", number(q.ID)})}
		if f.OK() {
			body = append(body, page.Fold(i18n.T(ctx, "qualification.edit"), edit...))
		} else {
			body = append(body, edit)
		}
	}
	return page.Card(q.Title, q.About, body)
}

func qualificationFields(ctx context.Context, f *web.Form, crew crowd) g.Node {
	ask := func(name string) page.Field {
		x := page.Ask(f, name, i18n.T(ctx, "qualification.field_"+name))
		x.More, x.Autocomplete = nil, "off"
		return x
	}
	about := ask("about")
	about.Optional = true
	var team []page.Option
	for _, u := range crew.team {
		team = append(team, page.Option{Value: number(u.ID), Label: u.Name})
	}
	holders := page.Field{Name: "holder", Label: i18n.T(ctx, "qualification.field_holders"), Error: f.Error("holders")}
	return page.Form(qualificationsPath, page.FormError(f), page.Hidden("id", f.Get("id")), page.Input(ctx, ask("title")),
		page.Select(ctx, ask("kind"), page.Choice{Value: string(oncall.Training), Label: i18n.T(ctx, "qualification.kind_training")},
			page.Choice{Value: string(oncall.Clearance), Label: i18n.T(ctx, "qualification.kind_clearance")}), page.Input(ctx, about),
		ticks(holders, f.All("holder"), team...),
		page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "oncall.save"))))
}

func (u *UI) postQualification(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	q := oncall.Qualification{ID: idOf(f.Get("id")), Title: f.Get("title"), Kind: oncall.QualificationKind(f.Get("kind")), About: f.Get("about")}
	for _, text := range f.All("holder") {
		q.Holders = append(q.Holders, idOf(text))
	}
	gone := u.keepGone(ctx, q.ID)
	q.Holders = append(q.Holders, gone...)
	if _, err = u.OnCall.SaveQualification(ctx, q); f.Absorb(err) {
		return u.qualificationsPage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "qualification.saved"))
	web.Redirect(w, r, qualificationsPath)
	return nil
}

// keepGone lists the holders whom the form does not show because they are switched off: they keep what they have.
func (u *UI) keepGone(ctx context.Context, id int64) (gone []int64) {
	list, err := u.OnCall.Qualifications(ctx)
	crew, cerr := u.crowd(ctx)
	i := slices.IndexFunc(list, func(q oncall.Qualification) bool { return q.ID == id })
	if err != nil || cerr != nil || i < 0 { // saving says what is wrong
		return nil
	}
	for _, holder := range list[i].Holders {
		if _, here := crew.users[holder]; !here {
			gone = append(gone, holder)
		}
	}
	return gone
}

func (u *UI) postQualificationDelete(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.OnCall.DeleteQualification(ctx, idOf(f.Get("id")))
	if err != nil {
		again := web.NewForm("kind", string(oncall.Training))
		if again.Absorb(err) {
			return u.qualificationsPage(w, r, again)
		}
		return err
	}
	web.Done(ctx, i18n.T(ctx, "qualification.deleted"))
	web.Redirect(w, r, qualificationsPath)
	return nil
}
