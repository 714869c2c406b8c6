package ticketui

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getMail shows a mail's own HTML in the sandbox.
func (u *UI) getMail(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	c, err := u.Tickets.Comment(r.Context(), id)
	if err != nil {
		return err
	}
	if c.HTML == "" {
		return fault.New(fault.NotFound, "This comment has no formatted view")
	}
	return sandbox(r.Context(), w, c.HTML, u.inline(c))
}

// sandbox answers with foreign HTML made safe. Pictures of other servers would tell them that and where the mail
// was read: they are never fetched, and the reader is told how many there are.
func sandbox(ctx context.Context, w http.ResponseWriter, html string, cid func(string) (string, bool)) error {
	safe := markup.SanitizeMail(html, markup.MailOptions{CID: cid})
	var notes []string
	if safe.Remote > 0 {
		notes = append(notes, i18n.T(ctx, "mail.remote", "Count", safe.Remote))
	}
	if safe.Truncated {
		notes = append(notes, i18n.T(ctx, "mail.truncated"))
	}
	web.Sandbox(w)
	for _, h := range markup.MailHeaders() {
		w.Header().Set(h[0], h[1])
	}
	_, err := io.WriteString(w, markup.SandboxDocument(safe, notes...))
	return err
}

// inline finds the address of a picture inside a mail. The sandbox has no cookies, so the address carries
// its own permission.
func (u *UI) inline(c ticket.Comment) func(cid string) (string, bool) {
	return func(cid string) (string, bool) {
		for _, a := range c.Attachments {
			if cid != "" && (a.ContentID == cid || a.Name == cid) {
				return fmt.Sprintf("/inline/%d/%s", a.ID, u.sign("inline", a.ID)), true
			}
		}
		return "", false
	}
}

// sign makes the permission to see one picture; parts say which.
func (u *UI) sign(parts ...any) string {
	mac := hmac.New(sha256.New, u.Key)
	fmt.Fprintf(mac, "%q", parts)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

func (u *UI) signed(r *http.Request, parts ...any) error {
	if !hmac.Equal([]byte(r.PathValue("signature")), []byte(u.sign(parts...))) {
		return fault.New(fault.NotFound, "There is no such picture")
	}
	return nil
}

// getInline serves a picture of a mail to the sandbox.
func (u *UI) getInline(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	if err := u.signed(r, "inline", id); err != nil {
		return err
	}
	a, body, err := u.Tickets.OpenAttachment(access.AsSystem(r.Context(), "web"), id)
	if err != nil {
		return err
	}
	defer body.Close()
	return picture(w, r, a.ContentType, a.CreatedAt, body)
}

// picture answers with a picture for the sandbox, which counts as another origin.
func picture(w http.ResponseWriter, r *http.Request, contentType string, at time.Time, body io.ReadSeeker) error {
	if !pictures[contentType] {
		return fault.New(fault.NotFound, "This attachment is no picture that can be shown")
	}
	web.Download(w)
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	http.ServeContent(w, r, "", at, body)
	return nil
}
