package portal

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const (
	uploadLimit = 50 << 20 // what a form carries at most, in bytes (tickets.md, Statuses)
	uploadTime  = 10 * time.Minute
)

// Routes adds the pages to the desk's mux.
func (p *Portal) Routes(m *web.Mux) {
	m.Handle("GET /portal", func(w http.ResponseWriter, r *http.Request) error {
		web.Redirect(w, r, Home)
		return nil
	})
	m.Handle("GET "+stylePath, p.getStyle, web.WithoutSession())
	m.Handle("GET "+logoPath, p.getLogo, web.WithoutSession())
	p.settingsRoutes(m)
	p.installationRoutes(m)
	m.Handle("GET "+signInPath, p.getSignIn)
	m.Handle("POST "+signInPath, p.postSignIn(m.ClientIP))
	m.Handle("GET "+passwordPath, p.getPassword)
	m.Handle("POST "+passwordPath, p.postPassword(m.ClientIP))
	m.Handle("GET "+forgotPath, p.getForgot)
	m.Handle("POST "+forgotPath, p.postForgot(m.ClientIP))
	m.Handle("GET "+people.PasswordPath+"{secret}", p.getChoose)
	m.Handle("POST "+people.PasswordPath+"{secret}", p.postChoose)
	m.Handle("GET "+people.EntryPath+"{secret}", p.getEnter)
	m.Handle("POST "+people.EntryPath+"{secret}", p.postEnter)
	m.Handle("POST "+Home+"sign-out", p.postSignOut)

	m.Handle("GET "+Home+"{$}", p.inside(p.getTickets))
	m.Handle("GET "+ticketPath+"{id}", p.inside(p.getTicket))
	m.Handle("POST "+ticketPath+"{id}", p.inside(p.postReply), web.MaxBody(uploadLimit), web.Deadline(uploadTime))
	m.Handle("POST "+ticketPath+"{id}/solved", p.inside(p.postSolved))
	m.Handle("POST "+ticketPath+"{id}/cc", p.inside(p.postCC))
	m.Handle("GET "+filePath+"{id}/{name}", p.inside(p.getFile), web.Deadline(uploadTime))
	m.Handle("GET "+newPath, p.inside(p.getNew))
	m.Handle("POST "+newPath, p.inside(p.postNew), web.MaxBody(uploadLimit), web.Deadline(uploadTime))
	m.Handle("POST "+newPath+"/discard", p.inside(p.postDiscard))
	m.Handle("GET "+selfPath, p.inside(p.getSelf))
	m.Handle("POST "+selfPath, p.inside(p.postSelf))
	m.Handle("GET "+ownPasswordPath, p.inside(p.getOwnPassword))
	m.Handle("POST "+ownPasswordPath, p.inside(p.postOwnPassword(m.ClientIP)))
}

// inside lets those in who are signed in. Others are led to the door, and back; what they sent is shown to them again.
func (p *Portal) inside(h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if _, ok := access.From(r.Context()); ok {
			return p.refuse(w, r, h(w, r))
		}
		if r.Method != http.MethodGet {
			return p.signedOut(w, r)
		}
		web.Redirect(w, r, signInPath+"?next="+url.QueryEscape(r.URL.RequestURI()))
		return nil
	}
}

// within gives next if it is a page of the portal, else its first one.
func within(next string) string {
	if path := web.LocalPath(next, Home); strings.HasPrefix(path, Home) {
		return path
	}
	return Home
}
