package reachui

import (
	"embed"
	"encoding/json"
	"net/http"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// worker is the service worker. It stands at the root: its scope is where it is served from.
//
//go:embed sw.js
var worker []byte

//go:embed icons/*.png
var icons embed.FS

type manifest struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	About      string         `json:"description"`
	Start      string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// getManifest makes the phone page installable (W3C Web Application Manifest).
func (u *UI) getManifest(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	raw, err := json.Marshal(manifest{ID: "/phone", Name: i18n.T(ctx, "phone.app"), ShortName: "Daywatch",
		About: i18n.T(ctx, "phone.app_about"), Start: "/phone", Scope: "/",
		Display: "standalone", Background: "#1d2033", Theme: "#1d2033", Icons: []manifestIcon{
			{"/icons/192.png", "192x192", "image/png", "any"}, {"/icons/512.png", "512x512", "image/png", "any"},
			{"/icons/mask.png", "512x512", "image/png", "maskable"}}})
	if err != nil {
		return err
	}
	return send(w, "application/manifest+json", raw)
}

// getWorker serves the service worker, which browsers ask for anew: an old one would miss what we change.
func getWorker(w http.ResponseWriter, _ *http.Request) error {
	return send(w, "text/javascript; charset=utf-8", worker)
}

func getIcon(w http.ResponseWriter, r *http.Request) error {
	raw, err := icons.ReadFile("icons/" + r.PathValue("name"))
	if err != nil {
		return fault.Wrap(fault.NotFound, err, "There is no such icon")
	}
	w.Header().Set("Cache-Control", "public, max-age=86400")
	return send(w, "image/png", raw)
}

func send(w http.ResponseWriter, kind string, body []byte) error {
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(body) // the client may be gone
	return nil
}
