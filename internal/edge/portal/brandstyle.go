package portal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
)

// Look is the stylesheet of the brand, empty where all is as shipped, and its logo, for other pages that customers see.
func (p *Portal) Look(ctx context.Context) (style string, logo Logo, err error) {
	logo, err = findLogo(ctx, p.DB.Read())
	return p.brand(ctx).style(), logo, err
}

const stylePath = Home + "brand.css"

// style is the stylesheet of a brand: it lies over the tokens, which stand in a layer. Empty where all is as shipped.
func (b Brand) style() string {
	light, dark, shipped := b.accents()
	if shipped {
		return ""
	}
	token := func(name string, of func(t theme, accent colour) colour) string {
		return fmt.Sprintf("--%s:light-dark(%s,%s);", name, of(lightTheme, light), of(darkTheme, dark))
	}
	return ":root{" + token("accent", func(_ theme, c colour) colour { return c }) +
		token("accent-strong", func(t theme, c colour) colour { return c.mix(t.ink, .14) }) +
		token("accent-bg", theme.tint) + token("on-accent", theme.on) + "}\n"
}

// styleHref leads to the stylesheet under a name of its own for every look, so that browsers keep no old one.
func (b Brand) styleHref() string {
	text := b.style()
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return stylePath + "?v=" + hex.EncodeToString(sum[:5])
}

// kept lets browsers keep what has a name of its own for every version (RFC 8246).
const kept = "public, max-age=31536000, immutable"

func (p *Portal) getStyle(w http.ResponseWriter, r *http.Request) error {
	b := p.brand(r.Context())
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	if r.URL.RequestURI() == b.styleHref() {
		w.Header().Set("Cache-Control", kept)
	}
	_, err := io.WriteString(w, b.style())
	return err
}
