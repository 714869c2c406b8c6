package crmui

import (
	"context"
	"net/http"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) postConnection(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "connection", func(ctx context.Context, f *web.Form, v crm.Setup) error {
		v.Way = crm.Way(f.Get("way"))
		err := u.CRM.SaveConnection(ctx, salesforce.Connection{URL: strings.TrimRight(f.Get("url"), "/"), Flow: salesforce.Flow(f.Get("flow")), ClientID: f.Get("client_id"),
			ClientSecret: f.Get("client_secret"), RefreshToken: f.Get("refresh_token"), Version: f.Get("version")})
		if err != nil {
			return err
		}
		return u.CRM.SaveSetup(ctx, v)
	})
}

// postTry signs in and asks, and tells what came of it.
func (u *UI) postTry(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.NewForm()
	accounts, err := u.CRM.TryConnection(ctx)
	if err != nil {
		if !f.Absorb(err) {
			said, _ := fault.Public(err)
			f.Reject("", said)
		}
		return u.settingsPage(w, r, f, "try")
	}
	web.Done(ctx, i18n.T(ctx, "crm.try_done", "Count", accounts))
	web.Redirect(w, r, settingsPath)
	return nil
}

func (u *UI) postRules(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "rules", func(ctx context.Context, f *web.Form, v crm.Setup) error {
		number := func(name string) int { return int(f.Int64(name)) }
		v.Rules.Types, v.Rules.Partners = lines(f.Text("types")), lines(f.Text("partners"))
		v.Rules.DeleteYears, v.Rules.Batch, v.Rules.PauseMillis = number("delete_after_years"), number("batch"), number("pause_millis")
		v.Guard = crm.Guard{VanishPercent: number("vanish_percent"), VanishCount: number("vanish_count"), LosePercent: number("lose_percent")}
		v.Schedule = crm.Schedule{On: f.Bool("on"), Hour: number("hour"), Apply: f.Bool("apply")}
		v.WriteBack = crm.WriteBack{Counts: f.Bool("counts"), OpenField: f.Get("open_field"), DaysField: f.Get("days_field"), Cases: f.Bool("cases"), CaseObject: f.Get("case_object"),
			CaseField: f.Get("case_field"), CaseLink: f.Get("case_link"), OpenWord: f.Get("open_word"), ClosedWord: f.Get("closed_word")}
		if !f.OK() {
			return nil
		}
		return u.CRM.SaveSetup(ctx, v)
	})
}

func (u *UI) postMapping(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "mapping", func(ctx context.Context, f *web.Form, v crm.Setup) error {
		read := func(o crm.Object) crm.ObjectMap {
			m := crm.ObjectMap{Object: f.Get(string(o) + ".object"), Where: f.Get(string(o) + ".where"), Fields: map[string]string{}}
			for _, name := range crm.FieldsOf(o) {
				if field := f.Get(string(o) + "." + name); field != "" {
					m.Fields[name] = field
				}
			}
			return m
		}
		v.Mapping = crm.Mapping{Account: read(crm.Accounts), Subscription: read(crm.Subscriptions), Contact: read(crm.Contacts)}
		return u.CRM.SaveSetup(ctx, v)
	})
}

// save stores one of the forms, and shows it again where something is wrong with it.
func (u *UI) save(w http.ResponseWriter, r *http.Request, which string, store func(ctx context.Context, f *web.Form, v crm.Setup) error) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	v, err := u.CRM.Setup(ctx)
	if err != nil {
		return err
	}
	err = store(ctx, f, v)
	switch {
	case f.Absorb(err) || !f.OK():
		return u.settingsPage(w, r, f, which)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "crm.saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// lines are the lines of a text that say something.
func lines(text string) []string {
	all := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
