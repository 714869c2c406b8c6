// Package notifyui holds the pages about what leaves the desk: one's notifications, the outbox, and the
// settings of outgoing mail.
package notifyui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need from the desk.
type Deps struct {
	Notify *notify.Service
	// Named gives people by number, for rows that name them.
	Named func(ctx context.Context, ids ...int64) (map[int64]people.User, error)
	Now   func(ctx context.Context) time.Time
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /notifications", u.getNotifications)
	mux.Handle("GET /notifications/list", u.getList)
	mux.Handle("GET /notifications/bell", u.getBell)
	mux.Handle("GET /notifications/{id}", u.getNotification)
	mux.Handle("POST /notifications/seen", u.postSeen)
	mux.Handle("GET /outbox", u.getOutbox)
	mux.Handle("GET /outbox/{id}", u.getMail)
	mux.Handle("GET /outbox/{id}/html", u.getMailHTML)
	mux.Handle("POST /outbox/{id}/retry", u.postRetry)
	mux.Handle("GET /settings/outgoing", u.getOutgoing)
	mux.Handle("POST /settings/outgoing/from", u.postFrom)
	mux.Handle("POST /settings/outgoing/relay", u.postRelay)
	mux.Handle("POST /settings/outgoing/test", u.postTest, web.Deadline(testTime))
	mux.Handle("POST /settings/outgoing/keys", u.postKey)
	mux.Handle("POST /settings/outgoing/keys/remove", u.postRemoveKey)
	mux.Handle("POST /settings/outgoing/brakes", u.postBrakes)
	mux.Handle("GET /settings/mail-templates", u.getTemplates)
	mux.Handle("POST /settings/mail-templates", u.postTemplates)
	mux.Handle("POST /settings/mail-templates/preview", u.postPreview)
}

func (u *UI) show(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	return web.Render(w, status, u.Page(r, title, body...))
}

// queryID reads a number of the address; what is no number is 0.
func queryID(r *http.Request, name string) int64 {
	id, err := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func tick(on bool) string {
	if on {
		return "on"
	}
	return ""
}

func ticketPath(id, comment int64) string {
	path := "/tickets/" + strconv.FormatInt(id, 10)
	if comment != 0 {
		path += "#c-" + strconv.FormatInt(comment, 10)
	}
	return path
}
