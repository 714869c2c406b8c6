package web

import (
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// PathID gives the number that stands for {id} in the route; what is no number is fault.NotFound.
func PathID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id, fault.Wrap(fault.NotFound, err, "There is no page at %s. It may have moved, or the link is cut short", r.URL.Path)
}

// PathForm reads what was sent about the record whose id is in the path.
func PathForm(r *http.Request) (id int64, f *Form, err error) {
	if id, err = PathID(r); err == nil {
		f, err = Decode(r)
	}
	return id, f, err
}
