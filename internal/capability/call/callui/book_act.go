package callui

import (
	"context"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// chosen is what a form of the page chose.
func chosen(form *web.Form) call.Choice {
	ch := call.Choice{Minutes: int(form.Int64("minutes")), Zone: form.Get("zone"), About: form.Text("about"),
		Guests: strings.FieldsFunc(form.Text("guests"), func(r rune) bool { return r == '\n' || r == ',' || r == ';' })}
	if seconds := form.Int64("at"); seconds > 0 {
		ch.At = time.Unix(seconds, 0).UTC()
	}
	return ch
}

// act does what a form of the page asks for, and shows the page as it is then. What cannot be is said on the page, with all that
// was typed.
func (u *UI) act(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, v visitor) error) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	v, r, err := u.meet(w, r, form)
	if err != nil {
		return err
	}
	if !form.OK() {
		return u.showBook(w, r, v)
	}
	ctx := r.Context()
	err = do(ctx, v)
	switch {
	case fault.Is(err, fault.NotFound):
		return err
	case form.Absorb(err):
		localise(ctx, v, err)
		if v, r, err = u.meet(w, r, form); err != nil { // what somebody else did meanwhile
			return err
		}
		return u.showBook(w, r, v)
	case err != nil:
		return err
	}
	http.Redirect(w, r, v.path(), http.StatusSeeOther)
	return nil
}

// localise says what is wrong in the customer's language.
func localise(ctx context.Context, v visitor, err error) {
	_, field := fault.Public(err)
	say := func(key string, data ...any) { v.form.Errors[field] = t(ctx, "book."+key, data...) }
	switch field {
	case "at":
		if fault.Is(err, fault.Conflict) {
			say("faster")
			v.form.Values.Del("at")
		}
	case "minutes":
		say("length_choose")
	case "zone":
		say("zone_unknown")
	case "about":
		say("about_long")
	case "guests":
		if wrong := noAddress(chosen(v.form).Guests); wrong != "" {
			say("guests_wrong", "Address", fault.Clip(wrong, 80))
		} else if v.Rules.Guests > 0 {
			say("guests_many", "Count", v.Rules.Guests)
		}
	case "":
		say("meanwhile")
	}
}

// noAddress is the first of what was typed that is no mail address, "" where all are.
func noAddress(typed []string) string {
	for _, text := range typed {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if _, err := mail.ParseAddress(text); err != nil {
			return text
		}
	}
	return ""
}

func (u *UI) postBook(w http.ResponseWriter, r *http.Request) error {
	return u.choose(w, r, u.Calls.Book)
}

func (u *UI) postBookMove(w http.ResponseWriter, r *http.Request) error {
	return u.choose(w, r, u.Calls.MoveByLink)
}

// choose does something with the time that was chosen.
func (u *UI) choose(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, token string, ch call.Choice) (call.Call, error)) error {
	return u.act(w, r, func(ctx context.Context, v visitor) error {
		ch := chosen(v.form)
		if ch.At.IsZero() {
			return fault.Field("at", "%s", t(ctx, "book.choose"))
		}
		_, err := do(ctx, v.token, ch)
		return err
	})
}

func (u *UI) postBookCancel(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, func(ctx context.Context, v visitor) error {
		_, err := u.Calls.CancelByLink(ctx, v.token, v.form.Text("reason"))
		return err
	})
}

// getBookFile gives the call as a file, for calendars that read no mail.
func (u *UI) getBookFile(w http.ResponseWriter, r *http.Request) error {
	v, r, err := u.meet(w, r, web.NewForm())
	if err != nil {
		return err
	}
	if v.State != call.Booked {
		return fault.New(fault.NotFound, "Nothing is booked any more")
	}
	entry, err := u.Calls.File(r.Context(), v.Visit)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", ical.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="call.ics"`)
	_, err = w.Write(entry)
	return err
}
