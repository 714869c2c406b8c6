package clearanceui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const viewLog = "/settings/view-log"

// looks writes n looks of Ana at tickets.
func (s *site) looks(n int) {
	s.T.Helper()
	for i := range n {
		s.Must(s.clearances.Looked(s.ana.Context(), clearance.Look{Kind: clearance.Ticket, Record: fmt.Sprint(i + 1), How: "GET /tickets/{id}"}))
	}
}

// TestViewLog is empty, is filtered, is turned over, leaves as a table, and says whether it is as it was written.
func TestViewLog(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.admin.Get(viewLog).Shows(200, "Nothing was looked at", "Verify the chain").Hides("<table")
		s.admin.Get(viewLog+".csv").Shows(200, "seq,at,person,via,kind,record,how,asked,prev,digest")
		s.looks(103)
		s.Must(s.clearances.Looked(access.With(t.Context(), access.Principal{Via: "web"}),
			clearance.Look{Kind: clearance.Search, How: "GET /search", Words: "gitaly fails"}))
		s.admin.Get(viewLog).Shows(200, "Not signed in", `href="/tickets/103"`, ">ana<", "before=5").Hides("Nothing was looked at", "gitaly fails")
		s.admin.Get(viewLog+"?before=5").Shows(200, `href="/tickets/1"`, `href="/tickets/4"`).Hides(`href="/tickets/5"`)
		s.admin.Get(viewLog+"?kind=search").Shows(200, "Not signed in").Hides(`href="/tickets/`)
		s.admin.Get(viewLog+"?words=gitaly+fails").Shows(200, "Not signed in").Hides(`href="/tickets/`)
		s.admin.Get(viewLog+"?words=gitaly").Shows(200, "Nothing was looked at")
		s.admin.Get(viewLog+"?record=7").Shows(200, `href="/tickets/7"`).Hides(`href="/tickets/8"`)
		s.admin.Get(viewLog+"?person=x&before=y").Shows(200, `href="/tickets/103"`)
		sheet := s.admin.Get(viewLog + ".csv?record=7").Shows(200)
		if got := len(strings.Split(strings.TrimSpace(sheet.Raw), "\n")); got != 2 {
			t.Errorf("the table of one record has %d lines, want 2", got)
		}
		s.admin.Post(viewLog + "/verify").Leads(viewLog)
		s.admin.Get(viewLog).Shows(200, "104 views, all as they were written")
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE view_log SET record = '9' WHERE seq = 7")
			return err
		})
		s.admin.Post(viewLog + "/verify").Leads(viewLog)
		s.admin.Get(viewLog).Shows(200, "The chain is broken at view 7")
	})
}
