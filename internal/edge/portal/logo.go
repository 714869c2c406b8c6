package portal

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/png"
	"io"
	"net/http"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Logo is the picture beside the name of the desk. SVG is none: it can run scripts.
type Logo struct {
	Hash        string // of the blob
	ContentType string // image/png or image/webp
}

const (
	largestLogo = 256 << 10 // bytes: it is fetched with the first page
	widestLogo  = 2000      // pixels, either way
)

// LogoChanged is the fact that the logo changed; Hash is empty where there is none any more.
type LogoChanged struct {
	Hash string `json:"hash,omitempty"`
}

// EventKind implements event.Fact.
func (LogoChanged) EventKind() string { return "portal.logo_changed" }

// readLogo checks what somebody uploaded as a logo, and gives its type.
func readLogo(body []byte) (contentType string, err error) {
	size, contentType := image.Config{}, "image/png"
	switch {
	case len(body) > largestLogo:
		return "", fault.Field("logo", "This picture has more than %d KB. Save it smaller: it is shown about 40 pixels high", largestLogo>>10)
	case bytes.HasPrefix(body, []byte("\x89PNG\r\n")):
		size, err = png.DecodeConfig(bytes.NewReader(body))
	case len(body) > 30 && string(body[:4]) == "RIFF" && string(body[8:12]) == "WEBP":
		size, contentType = webpSize(body), "image/webp"
	default:
		err = image.ErrFormat
	}
	switch {
	case err != nil || size.Width < 1 || size.Height < 1:
		return "", fault.Field("logo", "This is no PNG or WebP picture. Other kinds, SVG among them, are not taken: save it as one of the two")
	case size.Width > widestLogo || size.Height > widestLogo:
		return "", fault.Field("logo", "This picture is %d × %d pixels; up to %d either way are taken", size.Width, size.Height, widestLogo)
	}
	return contentType, nil
}

// webpSize reads the size of a WebP picture from its first chunk (RFC 9649 §2); nothing where it has none.
func webpSize(body []byte) image.Config {
	chunk := body[20:]
	switch string(body[12:16]) {
	case "VP8X":
		return image.Config{Width: 1 + int(chunk[4]) + int(chunk[5])<<8 + int(chunk[6])<<16, Height: 1 + int(chunk[7]) + int(chunk[8])<<8 + int(chunk[9])<<16}
	case "VP8L":
		bits := binary.LittleEndian.Uint32(chunk[1:5])
		return image.Config{Width: 1 + int(bits&0x3fff), Height: 1 + int(bits>>14&0x3fff)}
	case "VP8 ":
		return image.Config{Width: int(binary.LittleEndian.Uint16(chunk[6:8]) & 0x3fff), Height: int(binary.LittleEndian.Uint16(chunk[8:10]) & 0x3fff)}
	}
	return image.Config{}
}

// SaveLogo takes a picture as the desk's logo in place of an earlier one; an empty body takes it away.
func (p *Portal) SaveLogo(ctx context.Context, body []byte) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	var l Logo
	if len(body) > 0 {
		kind, err := readLogo(body)
		if err != nil {
			return err
		}
		ref, err := p.Blobs.Put(ctx, bytes.NewReader(body))
		if err != nil {
			return err
		}
		l = Logo{Hash: ref.Hash, ContentType: kind}
	}
	return p.DB.Do(ctx, func(tx *db.Tx) error {
		before, err := findLogo(ctx, tx)
		if err != nil || before == l {
			return err
		}
		if err := storeLogo(ctx, tx, l); err != nil {
			return err
		}
		return p.Log.Append(ctx, tx, event.Subject{Type: "setting"}, LogoChanged{Hash: l.Hash})
	})
}

const logoPath = Home + "logo"

func (l Logo) href() string {
	if l.Hash == "" {
		return ""
	}
	return logoPath + "?v=" + l.Hash[:10]
}

// OpenLogo gives the picture, which the caller closes.
func (p *Portal) OpenLogo(ctx context.Context, l Logo) (io.ReadCloser, error) {
	return p.Blobs.Open(ctx, l.Hash)
}

// getLogo serves the logo to anybody: as a picture and nothing else.
func (p *Portal) getLogo(w http.ResponseWriter, r *http.Request) error {
	l, err := findLogo(r.Context(), p.DB.Read())
	if err != nil {
		return err
	}
	if l.Hash == "" {
		return fault.New(fault.NotFound, "This desk has no logo")
	}
	body, err := p.Blobs.Open(r.Context(), l.Hash)
	if err != nil {
		return err
	}
	defer body.Close()
	web.Download(w)
	w.Header().Set("Content-Type", l.ContentType)
	if r.URL.RequestURI() == l.href() {
		w.Header().Set("Cache-Control", kept)
	}
	_, err = io.Copy(w, body)
	return err
}
