package reachui

import (
	"net/http"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// forms are those of the page; the one that was sent is shown as it was typed.
type forms struct {
	add, quiet *web.Form
	rules      map[paging.Urgency]*web.Form
	verify     map[int64]*web.Form
}

// getReach shows how somebody is reached: their ways, in which order, when not.
func (u *UI) getReach(w http.ResponseWriter, r *http.Request) error {
	return u.reachPage(w, r, forms{}, nil)
}

func (u *UI) reachPage(w http.ResponseWriter, r *http.Request, typed forms, sent *web.Form) error {
	ctx := r.Context()
	v := view{forms: typed, now: u.Now(ctx), rules: map[paging.Urgency][]paging.Rule{}}
	var err error
	if v.contacts, err = u.Paging.Contacts(ctx); err != nil {
		return err
	}
	for _, level := range []paging.Urgency{paging.High, paging.Low} {
		if v.rules[level], err = u.Paging.Rules(ctx, level); err != nil {
			return err
		}
	}
	if v.quiet, err = u.Paging.QuietHours(ctx); err != nil {
		return err
	}
	status := http.StatusOK
	if sent != nil {
		status = web.FormStatus(sent)
	}
	title := i18n.T(ctx, "reach.title")
	return web.Render(w, status,
		u.Page(r, title, page.Head(i18n.T(ctx, "profile.title"), "", page.LinkButton(page.Secondary, "/team/reach", i18n.T(ctx, "reach.team"))),
			page.Bar(peopleui.ProfileTabs(ctx, paging.ContactsPath)), v.body(ctx)))
}

// postAdd gives the reader a further way. Where the code cannot be sent the way is kept, and the page says why.
func (u *UI) postAdd(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	kind, shape, _ := strings.Cut(form.Get("kind"), "-")
	c, err := u.Paging.AddMethod(r.Context(),
		paging.Method{Kind: paging.Kind(kind), Shape: paging.Shape(shape), Address: form.Get("address"), Label: form.Get("label")})
	if c.ID == 0 && form.Absorb(err) {
		return u.reachPage(w, r, forms{add: form}, form)
	}
	return u.coded(w, r, err, c.ID)
}

// postCode sends another code.
func (u *UI) postCode(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.coded(w, r, u.Paging.SendCode(r.Context(), id), id)
}

// coded tells whether a code is on its way. A way that is kept, but does not take the code, is no failure of the page.
func (u *UI) coded(w http.ResponseWriter, r *http.Request, err error, id int64) error {
	ctx := r.Context()
	if err != nil && id == 0 || fault.Is(err, fault.NotFound) || fault.Is(err, fault.Unauthorized) || fault.Is(err, fault.Internal) {
		return err
	}
	if sentence, _ := fault.Public(err); err != nil {
		web.AddFlash(ctx, web.Flash{Kind: "error", Text: i18n.T(ctx, "reach.code_failed", "Why", sentence)})
	} else {
		web.Done(ctx, i18n.T(ctx, "reach.code_sent"))
	}
	web.Redirect(w, r, paging.ContactsPath)
	return nil
}

func (u *UI) postVerify(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Paging.VerifyMethod(r.Context(), id, form.Get("code"))
	if form.Absorb(err) {
		return u.reachPage(w, r, forms{verify: map[int64]*web.Form{id: form}}, form)
	}
	return u.done(w, r, err, "reach.verified")
}

func (u *UI) postRemove(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.done(w, r, u.Paging.RemoveMethod(r.Context(), id), "reach.removed")
}

// done leads back to the page, which says what was done.
func (u *UI) done(w http.ResponseWriter, r *http.Request, err error, id string) error {
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), id))
	web.Redirect(w, r, paging.ContactsPath)
	return nil
}

func (u *UI) postBrowser(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	if _, err := u.Paging.ConnectBrowser(r.Context(), form.Get("endpoint"), form.Get("p256dh"), form.Get("auth"), form.Get("label")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (u *UI) postBrowserRemove(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.Paging.DisconnectBrowser(r.Context(), form.Get("endpoint")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// postTest pages the reader and nobody else, by their own rules, and shows what becomes of each attempt.
func (u *UI) postTest(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who, _ := access.From(ctx)
	subject := event.Subject{Type: "user", ID: who.UserID}
	p, err := u.Paging.Call(ctx, paging.Alarm{Key: "test-" + who.Name + "-" + u.Now(ctx).Format(time.RFC3339), Subject: subject,
		Title:   i18n.T(ctx, "reach.test_page"),
		Urgency: paging.High, To: []int64{who.UserID}, Only: true})
	if err != nil {
		return err
	}
	web.Redirect(w, r, paging.PagePath(p.ID))
	return nil
}
