package alertui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// newServicePage begins with what suits most.
func (u *UI) newServicePage(w http.ResponseWriter, r *http.Request) error {
	return u.showService(w, r, alert.Monitored{}, u.formOf(r.Context(), alert.Monitored{Urgencies: alert.DefaultUrgencies(), Silence: 24 * time.Hour}, ""))
}

func (u *UI) servicePage(w http.ResponseWriter, r *http.Request) error {
	m, err := u.monitored(r)
	if err != nil {
		return err
	}
	users, err := u.Named(r.Context(), m.TicketUserID)
	if err != nil {
		return err
	}
	return u.showService(w, r, m, u.formOf(r.Context(), m, users[m.TicketUserID].Email))
}

// monitored is the service of the address; an empty one where a new one is made.
func (u *UI) monitored(r *http.Request) (alert.Monitored, error) {
	if r.PathValue("id") == "" {
		return alert.Monitored{}, nil
	}
	id, err := web.PathID(r)
	if err != nil {
		return alert.Monitored{}, err
	}
	return u.Alerts.Monitored(r.Context(), id)
}

func (u *UI) formOf(ctx context.Context, m alert.Monitored, ticketUser string) *web.Form {
	f := web.NewForm("title", m.Title, "policy", m.Policy, "silence", strconv.Itoa(int(m.Silence/time.Hour)), "ticket_user", ticketUser,
		"version", strconv.FormatInt(m.Version, 10))
	for _, s := range wire.Severities() {
		f.Values.Set("urgency-"+string(s), string(m.Urgencies.Of(s)))
	}
	return f
}

// saveService keeps what was typed. A new service leads to its page, where its addresses stand.
func (u *UI) saveService(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := u.monitored(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	typed := m
	if err := u.typed(ctx, f, &typed); err != nil {
		return err
	}
	if !f.OK() {
		return u.showService(w, r, m, f)
	}
	saved, err := u.Alerts.SaveService(ctx, typed)
	if f.Absorb(err) {
		f.Values.Set("version", "0") // whoever reads the warning and saves again means it
		return u.showService(w, r, m, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "alerts.saved"))
	web.Redirect(w, r, servicePath(saved.ID, ""))
	return nil
}

func (u *UI) typed(ctx context.Context, f *web.Form, m *alert.Monitored) error {
	m.Title, m.Policy, m.Version = f.Get("title"), f.Get("policy"), f.Int64("version")
	m.Silence = time.Duration(min(max(f.Int64("silence"), -1), 100_000)) * time.Hour
	m.Urgencies = alert.Urgencies{}
	for _, s := range wire.Severities() {
		m.Urgencies[s] = alert.Urgency(f.Get("urgency-" + string(s)))
	}
	m.TicketUserID = 0
	address := f.Get("ticket_user")
	if address == "" {
		return nil
	}
	who, err := u.Alerts.Somebody(ctx, address)
	if fault.Is(err, fault.NotFound) {
		sentence, _ := fault.Public(err)
		f.Reject("ticket_user", sentence)
		return nil
	}
	m.TicketUserID = who.ID
	return err
}

func (u *UI) deleteService(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.Alerts.DeleteService(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "alerts.deleted"))
	web.Redirect(w, r, servicesPath)
	return nil
}

func (u *UI) addKey(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := u.Alerts.AddKey(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "alerts.key_made"))
	web.Redirect(w, r, servicePath(id, ""))
	return nil
}

func (u *UI) revokeKey(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.Alerts.RevokeKey(r.Context(), id, f.Int64("key")); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "alerts.key_revoked"))
	web.Redirect(w, r, servicePath(id, ""))
	return nil
}

func (u *UI) showService(w http.ResponseWriter, r *http.Request, m alert.Monitored, f *web.Form) error {
	ctx := r.Context()
	form, err := u.serviceForm(ctx, m, f)
	if err != nil {
		return err
	}
	title := m.Title
	if m.ID == 0 {
		title = i18n.T(ctx, "alerts.add")
	}
	w.Header().Set("Cache-Control", "no-store") // keys stand in it
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, "", u.headActs(ctx, m)...),
		page.Content(h.Div(h.Class("stack"), u.addressCard(ctx, m), u.keysCard(ctx, m), form))))
}

func (u *UI) headActs(ctx context.Context, m alert.Monitored) []g.Node {
	acts := []g.Node{page.LinkButton(page.Secondary, servicesPath, i18n.T(ctx, "alerts.services"))}
	if m.ID != 0 {
		acts = append(acts, page.PostButton(page.Danger, servicePath(m.ID, "/delete"), i18n.T(ctx, "alerts.delete"), nil))
	}
	return acts
}
