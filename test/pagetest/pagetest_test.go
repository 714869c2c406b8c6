package pagetest_test

import (
	"net/http"
	"testing"
	"testing/fstest"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// A site knows who asks, how, and for what.
func TestSite(t *testing.T) {
	words := fstest.MapFS{"locale/en.json": {Data: []byte("{}")}}
	pagetest.Each(t, func(t *testing.T, s *pagetest.Site) {
		ana := s.Join("Ana", "ana@desk.test", access.Agent)
		s.Serve(web.Config{}, words, func(mux *web.Mux) {
			mux.Handle("POST /echo", func(w http.ResponseWriter, r *http.Request) error {
				who, _ := access.From(r.Context())
				f, err := web.Decode(r)
				if err != nil {
					return err
				}
				if f.Get("word") == "" {
					web.Redirect(w, r, "/empty")
					return nil
				}
				return web.Render(w, http.StatusOK, s.Page(r, who.Name+" says "+f.Get("word")+" "+r.Header.Get("HX-Request-Type")))
			})
		})
		ana.Post("/echo", "word", "<hello>").Shows(http.StatusOK, "Ana says <hello>").Hides("partial")
		ana.Fragment().Post(s.URL+"/echo", "word", "a").Shows(http.StatusOK, "Ana says a partial")
		s.Stranger().Send("/echo", "word", "b").Shows(http.StatusOK, " says b").Hides("Ana")
		ana.Post("/echo").Leads("/empty")
		ana.Get("/nowhere").Shows(http.StatusNotFound)
	})
}
