// Package ticketui is the engineer's view of tickets: the queue, a ticket with its composer, a new ticket,
// the search, saved replies and views. One file per page.
package ticketui

import (
	"context"
	"embed"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	Tickets *ticket.Service
	People  *people.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	Key  []byte // signs the addresses of inline pictures
	// Delivery says, per comment, how its mail fared; nil shows nothing.
	Delivery func(ctx context.Context, ticketID int64) (map[int64]g.Node, error)
	// Publish tells open pages that a topic changed, where no fact of the log does; nil tells nobody.
	Publish func(topic string)
	// Raw is where the raw mail of a delivery is shown; nil shows no link.
	Raw func(deliveryID int64) string
	Slots
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /tickets", u.getQueue)
	mux.Handle("GET /tickets/rows", u.getRows)
	mux.Handle("GET /tickets/count", u.getCount)
	mux.Handle("GET /tickets/new/people", u.getNewPeople)
	mux.Handle("GET /views/list", u.getViewList)
	mux.Handle("GET /tickets/new", u.getNew)
	mux.Handle("POST /tickets", u.postNew, web.MaxBody(uploadLimit), web.Deadline(uploadTime))
	mux.Handle("GET "+bulkPath, u.getBulk)
	mux.Handle("POST "+bulkPath, u.postBulk)
	mux.Handle("GET /bulk/{id}", u.getBulkProgress)
	mux.Handle("GET /tickets/{id}", u.getTicket)
	mux.Handle("GET /tickets/{id}/thread", u.getThread)
	mux.Handle("GET /tickets/{id}/head", u.part(u.head))
	mux.Handle("GET /tickets/{id}/facts", u.part(u.factsLive))
	mux.Handle("GET /tickets/{id}/held", u.part(func(ctx context.Context, s *sight) g.Node { return s.heldList(ctx) }))
	mux.Handle("GET /tickets/{id}/presence", u.part(presence))
	mux.Handle("GET /tickets/{id}/block", u.getBlock)
	mux.Handle("POST /tickets/{id}/block", u.postBlock)
	mux.Handle("POST /tickets/{id}/follow", u.postFollow)
	mux.Handle("GET /tickets/{id}/merge", u.getMerge)
	mux.Handle("POST /tickets/{id}/merge", u.postMerge)
	mux.Handle("POST /comments/{id}/ask-cc", u.postAskCC)
	mux.Handle("POST /tickets/{id}/reply", u.postReply, web.MaxBody(uploadLimit), web.Deadline(uploadTime))
	mux.Handle("GET /tickets/{id}/reply", u.toTicket)
	mux.Handle("GET /tickets/{id}/update", u.toTicket)
	mux.Handle("POST /tickets/{id}/draft", u.postDraft)
	mux.Handle("POST /tickets/{id}/take", u.postTake)
	mux.Handle("POST /tickets/{id}/update", u.postUpdate)
	mux.Handle("POST /preview", u.postPreview)
	mux.Handle("POST /uploads", u.postUpload, web.MaxBody(uploadLimit), web.Deadline(uploadTime))
	mux.Handle("POST /replies/{id}/undo", u.postUndo)
	mux.Handle("GET /attachments/{id}/{name}", u.getAttachment, web.Deadline(uploadTime))
	mux.Handle("GET /attachments/{id}/mail", u.getNested)
	mux.Handle("GET /attachments/{id}/mail/html", u.getNestedHTML)
	mux.Handle("GET /attachments/{id}/mail/file", u.getNestedFile, web.Deadline(uploadTime))
	mux.Handle("GET /attachments/{id}/mail/picture/{signature}", u.getNestedPicture, web.WithoutSession())
	mux.Handle("GET /comments/{id}/mail", u.getMail)
	mux.Handle("GET /comments/{id}/delivery", u.getDelivery)
	mux.Handle("GET /inline/{id}/{signature}", u.getInline, web.WithoutSession())
	mux.Handle("GET /search", u.getSearch)
	u.settingRoutes(mux)
}

func (u *UI) settingRoutes(mux *web.Mux) {
	mux.Handle("GET "+macrosPath, u.getMacros)
	mux.Handle("POST "+macrosPath, u.postMacro)
	mux.Handle("GET "+macrosPath+"/new", u.getNewMacro)
	mux.Handle("GET "+macrosPath+"/{id}", u.getMacro)
	mux.Handle("POST "+macrosPath+"/{id}", u.postMacro)
	mux.Handle("POST "+macrosPath+"/{id}/delete", macroEditor.postDelete(u.Tickets.DeleteMacro))
	mux.Handle("GET "+railsPath, u.getRails)
	mux.Handle("POST "+railsPath+"/life", u.postLife)
	mux.Handle("POST "+railsPath+"/guards", u.postGuards)
	mux.Handle("GET "+fieldsPath, u.getFields)
	mux.Handle("POST "+fieldsPath, u.postField)
	mux.Handle("GET "+fieldsPath+"/new", u.getField)
	mux.Handle("GET "+fieldsPath+"/{id}", u.getField)
	mux.Handle("POST "+fieldsPath+"/{id}", u.postField)
	mux.Handle("GET "+formsPath, u.getForms)
	mux.Handle("POST "+formsPath, u.postForm)
	mux.Handle("GET "+formsPath+"/new", u.getForm)
	mux.Handle("GET "+formsPath+"/{id}", u.getForm)
	mux.Handle("POST "+formsPath+"/{id}", u.postForm)
	mux.Handle("GET "+viewsPath, u.getViews)
	mux.Handle("POST "+viewsPath, u.postView)
	mux.Handle("GET "+viewsPath+"/new", u.getNewView)
	mux.Handle("GET "+viewsPath+"/count", u.getViewCount)
	mux.Handle("GET "+viewsPath+"/{id}", u.getView)
	mux.Handle("POST "+viewsPath+"/{id}", u.postView)
	mux.Handle("POST "+viewsPath+"/{id}/up", u.postMove(true))
	mux.Handle("POST "+viewsPath+"/{id}/down", u.postMove(false))
	mux.Handle("POST "+viewsPath+"/{id}/delete", viewEditor.postDelete(u.Tickets.DeleteView))
}
