package ticketui

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func fileHref(a ticket.Attachment) string {
	return fmt.Sprintf("/attachments/%d/%s", a.ID, url.PathEscape(a.Name))
}

// pictures are the types that a browser may draw from our address; SVG runs scripts and is not one.
var pictures = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

// getAttachment serves a file: pictures as such, all else as a download that runs nothing.
func (u *UI) getAttachment(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	a, body, err := u.Tickets.OpenAttachment(r.Context(), id)
	if err != nil {
		return err
	}
	defer body.Close()
	web.Download(w)
	how := "attachment"
	if pictures[a.ContentType] {
		how = "inline"
		w.Header().Set("Content-Type", a.ContentType)
	}
	w.Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": a.Name}))
	http.ServeContent(w, r, "", a.CreatedAt, body)
	return nil
}

// options are how Markdown of a comment is drawn: references lead to tickets, pictures to attachments.
func options(c ticket.Comment) []markup.Option {
	names := map[string]string{}
	for _, a := range c.Attachments {
		names[fmt.Sprint(a.ID)] = fileHref(a)
	}
	return append(links(), markup.WithAnchors(fmt.Sprint("c", c.ID)), markup.WithImages(func(ref string) (string, bool) {
		src, ok := names[ref]
		return src, ok
	}))
}

func links() []markup.Option {
	return []markup.Option{markup.WithLinks(func(kind, ref string) (string, bool) {
		if kind == "ticket" {
			return "/tickets/" + ref, true
		}
		return "", false
	}), markup.WithImages(func(ref string) (string, bool) { return "/attachments/" + url.PathEscape(ref) + "/picture", true })}
}
