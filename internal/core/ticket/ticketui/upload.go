package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const (
	uploadLimit = 64 << 20 // a composer's files together, in bytes
	uploadTime  = 10 * time.Minute
)

// receive reads a form and stores the files that came with it.
func (u *UI) receive(r *http.Request) (form *web.Form, files []int64, err error) {
	form, err = web.Uploads(r, func(_ *web.Form, up web.Upload) error {
		a, err := u.Tickets.Upload(r.Context(), up.Name, up.ContentType, up.Body)
		files = append(files, a.ID)
		return err
	})
	return form, files, err
}

// attached reads the numbers of files that were sent before the form, each once.
func attached(form *web.Form) ([]int64, error) {
	var ids []int64
	for _, v := range form.All("attachment") {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil, fault.Field("attachment", "%q is no number of a file", v)
		}
		if !slices.Contains(ids, n) {
			ids = append(ids, n)
		}
	}
	return ids, nil
}

// postUpload takes a pasted, dropped or chosen file and answers with its chip.
func (u *UI) postUpload(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var chips []g.Node
	_, err := web.Uploads(r, func(_ *web.Form, up web.Upload) error {
		a, err := u.Tickets.Upload(ctx, up.Name, up.ContentType, up.Body)
		if err != nil {
			return err
		}
		text := ""
		if a.Inline {
			text = fmt.Sprintf("![%s](attachment:%d)", strings.NewReplacer("[", "(", "]", ")").Replace(a.Name), a.ID)
		}
		chips = append(chips, chip(ctx, a, text))
		return nil
	})
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, g.Group(chips))
}

// chip is an uploaded file in a form; markdown is put into the text, once.
func chip(ctx context.Context, a ticket.Attachment, markdown string) g.Node {
	return page.UploadedFile(ctx, strconv.FormatInt(a.ID, 10), a.Name, i18n.FormatBytes(ctx, a.Size), markdown)
}
