// Package emergencyapi lets programs open emergencies, with tokens of the scope write.
package emergencyapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// resource is what the call of a program is about; a token of the scope write may.
const resource = "emergencies"

// mostBytes bounds a body: an emergency is words, files come by the ticket.
const mostBytes = 256 << 10

// Deps is what the addresses need.
type Deps struct {
	// Raise is emergency.Service.Raise.
	Raise func(ctx context.Context, r emergency.Raised) (ticket.Ticket, error)
	// Link makes the absolute URL of a path.
	Link func(path string) string
}

// Routes adds the addresses to mux.
func (d Deps) Routes(mux *web.Mux) {
	for _, path := range []string{"/api/v2/emergencies", "/api/v2/emergencies.json"} { // Zendesk's clients write the second
		mux.Handle("POST "+path, d.post, web.API(resource), web.MaxBody(mostBytes))
	}
}

// wanted is the body of a request, in the manner of Zendesk: the record under its name.
type wanted struct {
	Emergency struct {
		Subject   string `json:"subject"`
		Comment   string `json:"comment"`
		Requester struct {
			Name  string `json:"name"`
			Email string `json:"email"`
		} `json:"requester"`
		Region string `json:"region"` // key; empty: that of the customer's organization
	} `json:"emergency"`
}

// made is what is answered.
type made struct {
	Emergency struct {
		TicketID int64  `json:"ticket_id"`
		URL      string `json:"url"`
	} `json:"emergency"`
}

// post opens an emergency and answers 201 with the number of its ticket.
func (d Deps) post(w http.ResponseWriter, r *http.Request) error {
	var in wanted
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return fault.Wrap(fault.TooLarge, err, "The body is over %d bytes", tooLarge.Limit)
		}
		if errors.Is(err, io.EOF) {
			return fault.Wrap(fault.Invalid, err, "The body is empty. Send JSON like {\"emergency\": {\"subject\": …}}")
		}
		return fault.Wrap(fault.Invalid, err, "The body is no JSON like {\"emergency\": {\"subject\": …}}")
	}
	e := in.Emergency
	t, err := d.Raise(r.Context(), emergency.Raised{Name: e.Requester.Name, Address: e.Requester.Email, Subject: e.Subject, Body: e.Comment, Region: e.Region})
	if err != nil {
		return err
	}
	var out made
	out.Emergency.TicketID, out.Emergency.URL = t.ID, d.Link("/tickets/"+strconv.FormatInt(t.ID, 10))
	return web.WriteJSON(w, http.StatusCreated, out)
}
