package slaui

import (
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getNew begins with the usual targets, which are quicker to change than to write.
func (u *UI) getNew(w http.ResponseWriter, r *http.Request) error {
	usual := sla.Defaults()
	p := sla.Policy{Active: true, Warn: sla.DefaultWarn(), Targets: usual[len(usual)-1].Targets}
	return u.edit(w, r, p)
}

func (u *UI) getPolicy(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	p, err := u.Clocks.Policy(r.Context(), id)
	if err != nil {
		return err
	}
	return u.edit(w, r, p)
}

func (u *UI) edit(w http.ResponseWriter, r *http.Request, p sla.Policy) error {
	words, err := u.words(r.Context())
	if err != nil {
		return err
	}
	return u.showEditor(w, r, formOf(r.Context(), p, words), words)
}

// post stores what was typed, or draws it again as a button changed it: do is save, look, add-all or add-any.
func (u *UI) post(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	words, err := u.words(ctx)
	if err != nil {
		return err
	}
	switch do := f.Get("do"); do {
	case "add-all", "add-any":
		block := do[len("add-"):]
		f.Values.Set(block, strconv.Itoa(rows(f, block)+1))
		return u.showEditor(w, r, f, words)
	case "look":
		return u.showEditor(w, r, f, words)
	}
	return u.save(w, r, f, words)
}

func (u *UI) save(w http.ResponseWriter, r *http.Request, f *web.Form, words conditionui.Words) error {
	ctx := r.Context()
	p := typed(ctx, f, words)
	if err := u.resolve(ctx, f, &p.Filter); err != nil {
		return err
	}
	if r.PathValue("id") != "" {
		id, err := web.PathID(r)
		if err != nil {
			return err
		}
		p.ID = id
	}
	if !f.OK() {
		return u.showEditor(w, r, f, words)
	}
	saved, err := u.Clocks.SavePolicy(ctx, p)
	if f.Absorb(err) {
		if now, err := u.Clocks.Policy(ctx, p.ID); err == nil { // whoever reads the warning and saves again means it
			f.Values.Set("version", itoa(now.Version))
		}
		return u.showEditor(w, r, f, words)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "sla.saved", "Title", saved.Title))
	web.Redirect(w, r, list)
	return nil
}

func (u *UI) postDelete(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.Clocks.DeletePolicy(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "sla.deleted"))
	web.Redirect(w, r, list)
	return nil
}
