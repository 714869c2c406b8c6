// Package intakeui holds the pages about mail that comes in: the mail log with what was held back, and the
// settings of the mailboxes.
package intakeui

import (
	"context"
	"embed"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need from the desk.
type Deps struct {
	Intake *intake.Service
	// Block holds mail from an address from now on.
	Block func(ctx context.Context, address, reason string) error
	// Named gives people by number, for who released a mail.
	Named func(ctx context.Context, ids ...int64) (map[int64]people.User, error)
	// Statuses tells how the mailboxes fare, by account.
	Statuses func() map[string]intake.MailboxStatus
	Now      func(ctx context.Context) time.Time
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	// SMTP and LMTP are the addresses that take mail, "127.0.0.1:2525" or "unix:/run/daywatch"; empty for none.
	SMTP, LMTP string
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /mail", u.getLog)
	mux.Handle("GET /mail/rows", u.getRows)
	mux.Handle("GET /mail/account", u.getAccount)
	mux.Handle("POST /mail/retry-all", u.postRetryAll)
	mux.Handle("GET /mail/{id}", u.getDelivery)
	mux.Handle("GET /mail/{id}/raw", u.getRaw)
	mux.Handle("GET /mail/{id}/message.eml", u.getFile, web.Deadline(downloadTime))
	mux.Handle("POST /mail/{id}/release", u.postRelease)
	mux.Handle("POST /mail/{id}/retry", u.postRetry)
	mux.Handle("POST /mail/{id}/block", u.postBlock)
	mux.Handle("GET /settings/mailboxes", u.getMailboxes)
	mux.Handle("GET /settings/mailboxes/statuses", u.getStatuses)
	mux.Handle("POST /settings/mailboxes/addresses", u.postAddresses)
	mux.Handle("POST /settings/mailboxes/brakes", u.postBrakes)
	mux.Handle("GET /settings/mailboxes/new", u.getNewMailbox)
	mux.Handle("POST /settings/mailboxes", u.postMailbox, web.Deadline(tryTime))
	mux.Handle("GET /settings/mailboxes/edit/{account}", u.getMailbox)
	mux.Handle("POST /settings/mailboxes/edit/{account}", u.postMailbox, web.Deadline(tryTime))
	mux.Handle("POST /settings/mailboxes/edit/{account}/remove", u.postRemove)
}

const (
	downloadTime = 10 * time.Minute
	tryTime      = 40 * time.Second // for a mail server that is slow to say no
)

func (u *UI) show(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	return web.Render(w, status, u.Page(r, title, body...))
}
