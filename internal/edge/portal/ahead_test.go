package portal_test

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// The first page tells what is coming, each ticket what concerns it, and both by when we answer.
func TestWhatIsComing(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id, other := s.asks(s.dana), s.asks(s.dana)
		s.dana.Get("/portal/").Shows(200).Hides("What is coming", "We answer by")
		soon := s.DB.Now(t.Context()).Add(3 * time.Hour)
		s.ahead = []portal.Ahead{{Kind: portal.AheadUpgrade, Title: "Production, 18.2 → 18.7", From: soon, Until: soon.Add(time.Hour),
			Href: portal.InstallationHref(7), Asks: true},
			{Kind: portal.AheadOffer, Title: "Troubleshooting", Until: soon, Href: "/book/x", Tickets: []int64{id}},
			{Kind: portal.AheadCall, Title: "Review", From: soon, Until: soon.Add(time.Hour), Room: "https://video.test/r"},
			{Kind: portal.AheadIncident, Title: "Jobs are slow", Href: "/status/incidents/x"}}
		s.due, s.first = soon, true
		s.dana.Get("/portal/").Shows(200, "What is coming", "Production, 18.2", "your word on this window", `href="/book/x"`,
			"Join the call", "working on an incident", "Our turn, by").Hides("<script")
		s.dana.Get("/portal/?show=solved").Shows(200).Hides("What is coming")
		s.dana.Get("/portal/tickets/"+number(id)).Shows(200, "Troubleshooting", "We answer by").Hides("Jobs are slow", "Review")
		s.dana.Get("/portal/tickets/" + number(other)).Shows(200).Hides("What is coming")
	})
}

// Who can confirm what nobody confirmed for long is asked on the first page, and no one else.
func TestStaleInstallationsAreAskedFor(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		e := s.installed(s.belong(people.Organization{Name: "Fernwood Labs"}, s.dana).ID, "Production", "18.6")
		s.dana.Get("/portal/").Shows(200).Hides("still so?")
		s.must(s.DB.Do(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE environments SET created_at = 1 WHERE id = $1", e.ID)
			return err
		}))
		s.dana.Get("/portal/").Shows(200, "Is what we know of your installation still so?", `href="/portal/installations"`)
		s.eve.Get("/portal/").Shows(200).Hides("still so?")
	})
}
