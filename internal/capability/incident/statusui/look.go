package statusui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Look is what the desk's brand has in place of ours. Its zero value is the look as shipped.
type Look struct {
	Style   string // a stylesheet that lies over ours; empty: none
	Logo    string // names the picture beside the name, another one for every picture; empty: none
	Type    string // of the picture
	Picture func(ctx context.Context) (io.ReadCloser, error)
}

const (
	brandFile = "brand.css"
	logoFile  = "logo"
)

// look gives the desk's own look. A page without it is still a page.
func (u *UI) look(ctx context.Context) Look {
	if u.Look == nil {
		return Look{}
	}
	look, err := u.Look(ctx)
	if err != nil {
		return Look{}
	}
	return look
}

// brandHref leads to the brand's stylesheet under a name of its own for every look, so that browsers keep no old one.
func (f frame) brandHref() string {
	sum := sha256.Sum256([]byte(f.look.Style))
	return f.file(brandFile) + "?v=" + hex.EncodeToString(sum[:5])
}

func (f frame) logoHref() string {
	return f.file(logoFile) + "?v=" + f.look.Logo[:min(10, len(f.look.Logo))]
}

// styles are the links to ours and the brand's stylesheet.
func (f frame) styles() g.Node {
	return g.Group{h.Link(h.Rel("stylesheet"), h.Href(f.style())), g.If(f.look.Style != "", h.Link(h.Rel("stylesheet"), h.Href(f.brandHref())))}
}

// sign is the owner's name, with their picture if they have one.
func (f frame) sign() g.Node {
	return h.A(h.Class("name"), h.Href(f.home()),
		g.Iff(f.look.Logo != "", func() g.Node { return h.Img(h.Class("logo"), h.Src(f.logoHref()), h.Alt("")) }), g.Text(f.name))
}

func (u *UI) getBrand(w http.ResponseWriter, r *http.Request) error {
	return public(w, r, "text/css; charset=utf-8", []byte(u.look(r.Context()).Style))
}

// getLogo serves the picture: as such and nothing else.
func (u *UI) getLogo(w http.ResponseWriter, r *http.Request) error {
	look := u.look(r.Context())
	if look.Logo == "" {
		return fault.New(fault.NotFound, "This page has no logo")
	}
	body, err := look.picture(r.Context())
	if err != nil {
		return err
	}
	web.Download(w)
	return public(w, r, look.Type, body)
}

func (l Look) picture(ctx context.Context) ([]byte, error) {
	from, err := l.Picture(ctx)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	return io.ReadAll(from)
}

// lookFiles adds the look to the files of the copy.
func (u *UI) lookFiles(ctx context.Context, files map[string][]byte) (err error) {
	look := u.look(ctx)
	if look.Style != "" {
		files[brandFile] = []byte(look.Style)
	}
	if look.Logo != "" {
		files[logoFile], err = look.picture(ctx)
	}
	return err
}
