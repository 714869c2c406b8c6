package portal

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// pictures are the types that a browser may draw from our address; SVG runs scripts and is not one.
var pictures = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// getFile serves a file: pictures as such, all else as a download that runs nothing.
func (p *Portal) getFile(w http.ResponseWriter, r *http.Request) error {
	id, err := numbered(r)
	if err != nil {
		return err
	}
	a, body, err := p.Tickets.OwnFile(r.Context(), id)
	if err != nil {
		return err
	}
	defer body.Close()
	web.Download(w)
	how := "attachment"
	if slices.Contains(pictures, a.ContentType) {
		how = "inline"
		w.Header().Set("Content-Type", a.ContentType)
	}
	w.Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": a.Name}))
	http.ServeContent(w, r, "", a.CreatedAt, body)
	return nil
}

// receive reads a form and stores the files that came with it: their numbers join the form's "attachment", so that no
// file is asked for twice. What is too large is the field's error; the words, which come before it, are kept.
func (p *Portal) receive(r *http.Request) (*web.Form, error) {
	ctx, last := r.Context(), ""
	f, err := web.Uploads(r, func(f *web.Form, up web.Upload) error {
		last = up.Name
		a, err := p.Tickets.OwnUpload(ctx, up.Name, up.ContentType, up.Body)
		if err == nil {
			f.Values.Add("attachment", strconv.FormatInt(a.ID, 10))
		}
		return err
	})
	if f != nil && fault.Is(err, fault.Invalid) { // what the desk does not take; what was written is kept
		f.Reject("file", i18n.T(ctx, "portal.wrong.picture", "Name", fault.Clip(last, 60)))
		return f, nil
	}
	var large *http.MaxBytesError
	if f != nil && errors.As(err, &large) {
		f.Reject("file", i18n.T(ctx, "portal.toolarge", "Size", i18n.FormatBytes(ctx, uploadLimit)))
		return f, nil
	}
	return f, err
}

// attached gives the numbers of a form's files, each once. What is no number is no file.
func attached(f *web.Form) []int64 {
	var ids []int64
	for _, v := range f.All("attachment") {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && !slices.Contains(ids, n) {
			ids = append(ids, n)
		}
	}
	return ids
}

// kept lists the files of a form that are here already.
func (p *Portal) kept(ctx context.Context, f *web.Form) ([]page.Option, error) {
	files, err := p.Tickets.OwnUploads(ctx, attached(f)...)
	options := make([]page.Option, len(files))
	for i, a := range files {
		options[i] = keptFile(ctx, a)
	}
	return options, err
}

func keptFile(ctx context.Context, a ticket.Attachment) page.Option {
	return page.Option{Value: strconv.FormatInt(a.ID, 10), Label: a.Name, About: i18n.FormatBytes(ctx, a.Size)}
}

// evidence says, where the desk takes no pictures, what to send instead: before somebody has taken one.
func (p *Portal) evidence(ctx context.Context, r ticket.Refusals) g.Node {
	if !r.Pictures {
		return nil
	}
	return page.Notice(page.Neutral, i18n.T(ctx, "portal.evidence"))
}
