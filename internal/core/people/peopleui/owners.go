package peopleui

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// showOwners puts owners into the form: one line for each role.
func showOwners(f *web.Form, owners []people.Owner, roles []people.OwnerRole) {
	for _, r := range roles {
		var all []string
		for _, w := range owners {
			if w.Role == r.Key {
				all = append(all, w.String())
			}
		}
		f.Values.Set("owner_"+r.Key, strings.Join(all, "; "))
	}
}

// readOwners reads the lines; owners of roles that the desk has no more stay as they were.
func readOwners(f *web.Form, before []people.Owner, roles []people.OwnerRole) (all []people.Owner) {
	known := map[string]bool{}
	for _, r := range roles {
		known[r.Key] = true
		for part := range strings.SplitSeq(f.Get("owner_"+r.Key), ";") {
			if w := people.ParseOwner(part); w != (people.Owner{}) {
				w.Role, w.Side = r.Key, r.Side
				all = append(all, w)
			}
		}
	}
	for _, w := range before {
		if !known[w.Role] {
			all = append(all, w)
		}
	}
	return all
}

// ownersCard asks who answers for a customer, ours beside theirs.
func (a asker) ownersCard(roles []people.OwnerRole) g.Node {
	side := func(s people.OwnerSide) g.Node {
		return h.Div(h.Class("form"), h.H3(g.Text(i18n.T(a.ctx, "owner.side_"+string(s)))), g.Map(roles, func(r people.OwnerRole) g.Node {
			if r.Side != s {
				return nil
			}
			field := page.Ask(a.f, "owner_"+r.Key, ownerRole(a.ctx, r))
			field.Optional, field.Autocomplete = true, "off"
			return page.Input(a.ctx, field)
		}))
	}
	return page.Card(i18n.T(a.ctx, "owner.title"), i18n.T(a.ctx, "owner.about"), wrong(a.f, "owners"), page.Columns(side(people.Ours), side(people.Theirs)))
}

// ownerRole is the name of a role: the shipped ones in the reader's language, as long as the desk did not rename them.
func ownerRole(ctx context.Context, r people.OwnerRole) string {
	for _, shipped := range people.OwnerRoles.Default {
		if shipped == r {
			return i18n.T(ctx, "owner.role_"+r.Key)
		}
	}
	return r.Name
}

// OwnerRole names the role of somebody who answers for a customer; one that the desk knows no more by its key.
func OwnerRole(ctx context.Context, w people.Owner, roles []people.OwnerRole) string {
	for _, r := range roles {
		if r.Key == w.Role {
			return ownerRole(ctx, r)
		}
	}
	return w.Role
}

// ownerFacts are who answers for a customer, on both sides; nothing where nobody does.
func ownerFacts(ctx context.Context, owners []people.Owner, roles []people.OwnerRole) g.Node {
	if len(owners) == 0 {
		return nil
	}
	var facts []page.Fact
	for _, w := range owners {
		facts = append(facts, page.Fact{Label: OwnerRole(ctx, w, roles), Value: ownerName(w)})
	}
	return page.Facts(i18n.T(ctx, "owner.title"), facts...)
}

func ownerName(w people.Owner) g.Node {
	switch {
	case w.UserID != 0:
		return h.A(h.Class("link"), h.Href(userPath(w.UserID)), g.Text(w.Name))
	case w.Address != "":
		return h.A(h.Class("link"), h.Href("mailto:"+w.Address), g.Text(w.Name))
	}
	return g.Text(w.Name)
}
