package clearanceui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/sheet"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// logLength is how many views stand on a page.
const logLength = 100

// chosen reads the filter from the address. What makes no sense is no filter.
func chosen(q url.Values) clearance.ViewFilter {
	person, _ := strconv.ParseInt(q.Get("person"), 10, 64)
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64)
	return clearance.ViewFilter{PersonID: person, Kind: clearance.Kind(q.Get("kind")), Record: q.Get("record"), Words: q.Get("words"),
		Before: before, Limit: logLength + 1}
}

// getLog shows who looked at what, the newest first.
func (u *UI) getLog(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	views, err := u.Clearances.Views(ctx, chosen(q))
	if err != nil {
		return err
	}
	staff, err := u.People.AllStaff(ctx)
	if err != nil {
		return err
	}
	older := ""
	if len(views) > logLength {
		views = views[:logLength]
		next := url.Values{}
		for name, v := range q {
			next[name] = v
		}
		next.Set("before", itoa(views[logLength-1].Seq))
		older = logPath + "?" + next.Encode()
	}
	var list g.Node = page.EmptyState("history", i18n.T(ctx, "viewlog.none"), i18n.T(ctx, "viewlog.none_about"))
	if len(views) > 0 {
		if list, err = u.viewTable(ctx, views); err != nil {
			return err
		}
	}
	title := i18n.T(ctx, "settings.viewlog.title")
	q.Del("before")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.viewlog.about"),
		page.LinkButton(page.Secondary, logPath+".csv?"+q.Encode(), i18n.T(ctx, "viewlog.csv")),
		page.PostButton(page.Secondary, logPath+"/verify", i18n.T(ctx, "viewlog.verify"), nil)),
		page.Content(filters(ctx, q, staff), list, page.Pager(ctx, "", older))))
}

func filters(ctx context.Context, q url.Values, staff []people.User) g.Node {
	persons := []page.Choice{{Label: i18n.T(ctx, "viewlog.everybody")}}
	for _, s := range staff {
		persons = append(persons, page.Choice{Value: itoa(s.ID), Label: s.Name})
	}
	kinds := []page.Choice{{Label: i18n.T(ctx, "viewlog.everything")}}
	for _, k := range clearance.Kinds() {
		kinds = append(kinds, page.Choice{Value: string(k), Label: i18n.T(ctx, "viewlog.kind_"+string(k))})
	}
	field := func(name string) page.Field {
		label := i18n.T(ctx, "viewlog."+name)
		return page.Field{Name: name, Label: label, Placeholder: label, Value: q.Get(name), Optional: true}
	}
	return h.Form(h.Class("filters"), h.Method("get"), h.Action(logPath), page.BareSelect(field("person"), persons...),
		page.BareSelect(field("kind"), kinds...), page.Bare(field("record")),
		page.Bare(field("words")), page.Button(page.Secondary, i18n.T(ctx, "viewlog.filter")))
}

func (u *UI) viewTable(ctx context.Context, views []clearance.View) (g.Node, error) {
	ids := make([]int64, len(views))
	for i, v := range views {
		ids[i] = v.PersonID
	}
	names, err := u.Named(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, v := range views {
		who := names[v.PersonID].Name
		if v.PersonID == 0 {
			who = i18n.T(ctx, "viewlog.nobody")
		}
		rows = append(rows, []g.Node{g.Text(itoa(v.Seq)), page.Time(ctx, v.At, now), g.Text(who),
			g.Text(i18n.T(ctx, "viewlog.kind_"+string(v.Kind))), record(v),
			h.Span(h.Class("mono"), g.Text(v.How)), h.Span(h.Class("mono"), h.Title(v.Digest), g.Text(v.Digest[:12]))})
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "viewlog."+id)} }
	return page.Table(i18n.T(ctx, "settings.viewlog.title"),
		[]page.Column{{Label: i18n.T(ctx, "viewlog.seq"), Number: true}, label("at"), label("person"), label("kind"), label("record"),
			label("how"), label("digest")}, rows...), nil
}

// record links what was looked at, where it has a page of its own.
func record(v clearance.View) g.Node {
	path := map[clearance.Kind]string{clearance.Ticket: "/tickets/", clearance.Person: "/people/", clearance.Organization: "/organizations/"}[v.Kind]
	if path == "" || v.Record == "" {
		return g.Text(v.Record)
	}
	return h.A(h.Class("link"), h.Href(path+url.PathEscape(v.Record)), g.Text(v.Record))
}

// getCSV streams what the filter chooses, the oldest first, with the digests: whoever has it and the desk's key can verify the chain.
func (u *UI) getCSV(w http.ResponseWriter, r *http.Request) error {
	f := chosen(r.URL.Query())
	out := sheet.NewWriter(w)
	begun := false
	begin := func() error {
		begun = true
		w.Header().Set("Content-Type", sheet.MediaType)
		w.Header().Set("Content-Disposition", `attachment; filename="view-log.csv"`)
		return out.Write("seq", "at", "person", "via", "kind", "record", "how", "asked", "prev", "digest")
	}
	err := u.Clearances.EachView(r.Context(), f, func(v clearance.View) error {
		if !begun {
			if err := begin(); err != nil {
				return err
			}
		}
		return out.Write(itoa(v.Seq), v.At.UTC().Format(time.RFC3339Nano), itoa(v.PersonID), v.Via, string(v.Kind), v.Record, v.How, v.Asked, v.Prev, v.Digest)
	})
	if err == nil && !begun {
		err = begin()
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// postVerify walks the chain and says what it found.
func (u *UI) postVerify(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := u.Clearances.Verify(ctx)
	if err != nil {
		return err
	}
	if c.Sound() {
		web.Done(ctx, i18n.T(ctx, "viewlog.sound", "Count", int(c.Views), "Anchors", c.Anchors))
	} else {
		web.AddFlash(ctx, web.Flash{Kind: "error", Text: i18n.T(ctx, "viewlog.broken", "Seq", c.BrokenAt, "Why", c.Why)})
	}
	web.Redirect(w, r, logPath)
	return nil
}
