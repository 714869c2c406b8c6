package peopleui

import (
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// notificationsPage switches notifications on and off, by kind and by way.
func (ui *Handlers) notificationsPage(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.people.Me(r.Context())
	if err != nil {
		return err
	}
	ctx := r.Context()
	return ui.showProfileTab(w, r, http.StatusOK, "/profile/notifications",
		page.Form("/profile/notifications",
			page.Card(i18n.T(ctx, "profile.notify.page"), i18n.T(ctx, "profile.notify.pageabout"), ticks(r, u, ".page")),
			page.Card(i18n.T(ctx, "profile.notify.mail"), i18n.T(ctx, "profile.notify.mailabout"), ticks(r, u, ".mail")),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")))))
}

func ticks(r *http.Request, u people.User, way string) g.Node {
	var nodes g.Group
	for _, kind := range people.NotifyKinds() {
		what, ok := strings.CutSuffix(kind, way)
		if !ok {
			continue
		}
		f := page.Field{Name: kind, Label: i18n.T(r.Context(), "profile.notify."+what)}
		if !slices.Contains(u.Muted, kind) {
			f.Value = "on"
		}
		nodes = append(nodes, page.Checkbox(r.Context(), f))
	}
	return nodes
}

func (ui *Handlers) saveNotifications(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	var muted []string
	for _, kind := range people.NotifyKinds() {
		if !f.Bool(kind) {
			muted = append(muted, kind)
		}
	}
	if err := ui.people.Mute(r.Context(), muted); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "profile.saved"))
	web.Redirect(w, r, "/profile/notifications")
	return nil
}
