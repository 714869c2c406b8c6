package workspace

import (
	"net/http"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// morePath shows the whole navigation as a page: the bar of a phone has room for five places.
const morePath = "/more"

func (s *Shell) getMore(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.ViewTickets); err != nil {
		return err
	}
	ctx := r.Context()
	f := s.Frame(r, i18n.T(ctx, "nav.more_title"))
	return web.Render(w, http.StatusOK, page.Shell(ctx, f, page.Head(f.Title, ""), page.Everywhere(ctx, f)))
}
