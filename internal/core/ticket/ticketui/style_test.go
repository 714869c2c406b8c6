package ticketui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The styles that are served hold the colours that code is drawn with.
func TestCodeHasItsColours(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		css := s.stranger.Get(web.Asset("app.css")).Shows(http.StatusOK)
		for line := range strings.Lines(markup.HighlightCSS()) {
			if !strings.Contains(css.Text, strings.TrimSpace(line)) {
				t.Errorf("css/code.css lacks %s", line)
			}
		}
	})
}
