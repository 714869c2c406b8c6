package ical

import (
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Response is what one attendee answers to an invitation (RFC 5546 §3.2.3).
type Response struct {
	UID      string
	Sequence int    // of the version that is answered
	Address  string // of the attendee, in lower case
	Answer   Answer
}

// ReadReply reads the calendar part of a mail that answers an invitation. fault.Invalid when it is something else.
func ReadReply(data []byte) (Response, error) {
	root, err := parse(data)
	if err != nil {
		return Response{}, err
	}
	c := root.children[0]
	if !strings.EqualFold(c.get("METHOD").value, string(Reply)) {
		return Response{}, fault.New(fault.Invalid, "This calendar answers nothing: its method is not REPLY.")
	}
	for _, v := range c.children {
		if v.name != "VEVENT" {
			continue
		}
		r := Response{UID: words(v.get("UID").value)}
		r.Sequence, _ = strconv.Atoi(v.get("SEQUENCE").value) // a reply may leave it out: 0
		p := v.get("ATTENDEE")
		address, _ := strings.CutPrefix(strings.ToLower(strings.TrimSpace(p.value)), "mailto:")
		r.Address, r.Answer = address, Answer(strings.ToUpper(p.params["PARTSTAT"]))
		if r.UID == "" || r.Address == "" || !slices.Contains([]Answer{Accepted, Declined, Tentative}, r.Answer) {
			return Response{}, fault.New(fault.Invalid, "This answer does not say who comes to what.")
		}
		return r, nil
	}
	return Response{}, fault.New(fault.Invalid, "This answer holds no event.")
}
