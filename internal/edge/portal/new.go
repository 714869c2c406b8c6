package portal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getNew asks for a new ticket: first for the form, if there are several, then for what it asks. What was written
// before and not sent stands in it.
func (p *Portal) getNew(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := p.findDraft(ctx)
	if err != nil {
		return err
	}
	f := d.Form
	for _, name := range []string{"form", "follow"} { // what a link says goes over what was written
		if v := r.URL.Query().Get(name); v != "" {
			f.Values.Set(name, v)
		}
	}
	standing, err := p.Tickets.OwnStandingFor(ctx, ticket.OwnNew{FormID: f.Int64("form"), FollowUpOf: f.Int64("follow")})
	if err != nil && !fault.Is(err, fault.Invalid) { // a form that is not there any more is chosen anew below
		return err
	}
	if err == nil && !standing.MayAsk() {
		return p.showRefusal(w, r, http.StatusOK, standing, d)
	}
	forms, err := p.Tickets.OwnForms(ctx)
	if err != nil {
		return err
	}
	if err := p.begin(ctx, f, forms, standing); err != nil {
		return err
	}
	refusal, err := p.unfit(ctx, f, forms)
	if err != nil {
		return err
	}
	if refusal != "" {
		return p.showForms(w, r, http.StatusForbidden, refusal, forms, f, d)
	}
	if f.Get("form") == "" && len(forms) > 1 {
		return p.showForms(w, r, http.StatusOK, "", forms, f, d)
	}
	return p.showNew(w, r, http.StatusOK, f, d)
}

// unfit says why the form that is asked for is none for this customer, and forgets it; empty where it is, or where none
// is asked for.
func (p *Portal) unfit(ctx context.Context, f *web.Form, forms []ticket.Form) (string, error) {
	id, _ := strconv.ParseInt(f.Get("form"), 10, 64) // what is no number is no form
	if f.Get("form") == "" || slices.ContainsFunc(forms, func(o ticket.Form) bool { return o.ID == id }) {
		return "", nil
	}
	_, err := p.Tickets.OwnQuestions(ctx, ticket.OwnNew{FormID: id})
	if err == nil || !fault.Is(err, fault.Invalid) {
		return "", err
	}
	f.Values.Del("form")
	return notOffered(ctx, err), nil
}

// notOffered says in the reader's words why a form is not theirs.
func notOffered(ctx context.Context, err error) string {
	var not ticket.NotOffered
	switch {
	case !errors.As(err, &not):
		return i18n.T(ctx, "portal.new.noform")
	case not.Organization.ID == 0:
		return i18n.T(ctx, "portal.new.unfitnobody", "Form", not.Form.Title, "Plans", strings.Join(not.For(), "; "))
	}
	return i18n.T(ctx, "portal.new.unfit", "Form", not.Form.Title, "Plans", strings.Join(not.For(), "; "), "Organization", not.Organization.Name)
}

// begin fills what follows from other things: the only form there is, what a follow-up goes on from, the region that
// the organization prefers.
func (p *Portal) begin(ctx context.Context, f *web.Form, forms []ticket.Form, standing ticket.OwnStanding) error {
	set := func(name, value string) {
		if _, known := f.Values[name]; !known {
			f.Values.Set(name, value)
		}
	}
	if f.Get("form") == "" && len(forms) == 1 && !forms[0].Emergency {
		f.Values.Set("form", strconv.FormatInt(forms[0].ID, 10))
	}
	if id := f.Int64("follow"); id != 0 {
		from, err := p.Tickets.Own(ctx, id)
		if err != nil {
			return err
		}
		if from.Colleague {
			return worded(ctx, fault.Forbidden, "portal.fault.nofollow", "Number", id, "Name", from.Requester)
		}
		set("subject", from.Subject)
		set("severity", strconv.Itoa(int(from.Severity)))
		set("region", from.Region)
		if i := slices.IndexFunc(forms, func(o ticket.Form) bool { return o.Title == from.Form }); i >= 0 && !forms[i].Emergency {
			set("form", strconv.FormatInt(forms[i].ID, 10))
		}
	}
	set("region", standing.Region)
	return nil
}

const (
	sendWord = "send"
	saveWord = "save"
	moreWord = "more" // what is wrong with a form that only has to ask on
)

// postNew opens the ticket, or keeps what was written and says why it cannot.
func (p *Portal) postNew(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := p.receive(r)
	if err != nil {
		return err
	}
	if err := p.saveDraft(ctx, f); err != nil {
		return err
	}
	if f.Get("do") == saveWord {
		web.Done(ctx, i18n.T(ctx, "portal.draft.saved"))
		web.Redirect(w, r, Home)
		return nil
	}
	n := asked(f)
	questions, err := p.Tickets.OwnQuestions(ctx, n)
	if f.Absorb(err) { // the form is offered no more, or never was to them
		return p.chooseAgain(w, r, f, notOffered(ctx, err))
	}
	if err != nil {
		return err
	}
	if !p.write(w, r, f) || !complete(ctx, f, n, questions) {
		return p.again(w, r, f)
	}
	return p.open(w, r, f, n)
}

// chooseAgain keeps what was written and asks for another form.
func (p *Portal) chooseAgain(w http.ResponseWriter, r *http.Request, f *web.Form, why string) error {
	ctx := r.Context()
	f.Values.Del("form")
	if err := p.saveDraft(ctx, f); err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "note", Text: why + " " + i18n.T(ctx, "portal.new.kept")})
	web.Redirect(w, r, newPath)
	return nil
}

func (p *Portal) open(w http.ResponseWriter, r *http.Request, f *web.Form, n ticket.OwnNew) error {
	ctx := r.Context()
	id, err := p.Tickets.OwnCreate(ctx, p.chosen(n, f))
	var not ticket.NotEntitled
	if errors.As(err, &not) {
		d, ferr := p.findDraft(ctx)
		if ferr != nil {
			return ferr
		}
		return p.showRefusal(w, r, http.StatusForbidden, not.OwnStanding, d)
	}
	if f.Absorb(err) {
		reword(ctx, f)
		return p.again(w, r, f)
	}
	if err != nil {
		return err
	}
	if err := p.forgetDraft(ctx); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "portal.new.done", "Number", id))
	web.Redirect(w, r, ticketHref(id))
	return nil
}

// again draws the form anew with what is to mend.
func (p *Portal) again(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	return p.showNew(w, r, refused(w, f), f, draft{Form: f})
}

// complete checks the form in the reader's language and reports whether it can be sent. A question that came up by the
// answers, and that the page did not show yet, is asked first.
func complete(ctx context.Context, f *web.Form, n ticket.OwnNew, q ticket.OwnQuestions) bool {
	missing := func(name string, is bool) {
		if is {
			f.Reject(name, i18n.T(ctx, "portal.missing."+name))
		}
	}
	missing("subject", strings.TrimSpace(n.Subject) == "")
	missing("body", strings.TrimSpace(n.Body) == "")
	missing("severity", n.Severity < 1 || n.Severity > 4)
	for _, question := range q.Questions {
		name := fieldName(question.Key)
		switch {
		case !slices.Contains(f.All("asked"), question.Key):
			f.Reject(name, i18n.T(ctx, "portal.question.new"))
			f.Reject(moreWord, i18n.T(ctx, "portal.question.more"))
		case question.Required && strings.TrimSpace(strings.Join(n.Fields[question.Key], "")) == "":
			f.Reject(name, i18n.T(ctx, "portal.missing.answer"))
		}
	}
	return f.OK()
}

// asked reads a form.
func asked(f *web.Form) ticket.OwnNew {
	n := ticket.OwnNew{Subject: f.Get("subject"), Body: f.Text("body"), Region: f.Get("region"), Attachments: attached(f), CCs: addresses(f.Get("cc")),
		Fields: map[string][]string{}}
	n.FormID, _ = strconv.ParseInt(f.Get("form"), 10, 64)       // what is no number is no form, and refused as one
	n.FollowUpOf, _ = strconv.ParseInt(f.Get("follow"), 10, 64) // likewise
	severity, _ := strconv.Atoi(f.Get("severity"))
	n.Severity = ticket.Severity(severity)
	for _, name := range slices.Sorted(maps.Keys(f.Values)) {
		if key, ok := strings.CutPrefix(name, fieldName("")); ok {
			n.Fields[key] = f.All(name)
		}
	}
	return n
}

func fieldName(key string) string { return fmt.Sprint("field:", key) }

func (p *Portal) postDiscard(w http.ResponseWriter, r *http.Request) error {
	if err := p.forgetDraft(r.Context()); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "portal.draft.gone"))
	web.Redirect(w, r, newPath)
	return nil
}
