package workspace

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// customerFacts are the facts about customers, those who look after them and the restricted desk. Each has a sentence of its
// own; what it is about stands on the page of its subject, and its values in the last column.
var customerFacts = []string{
	"account.assigned", "account.auto_set", "account.came", "account.cover_moved", "account.ended",
	"account.excepted", "account.left", "account.uncovered", "account.wanting", "clearance.recorded",
	"clearance.revoked", "clearance.expired", "views.anchored", "crm.started", "crm.planned",
	"crm.confirmed", "crm.ended", "crm.override_saved", "crm.override_ended", "entitlement.proved",
	"entitlement.settled", "entitlement.turned_away", "environment.saved", "environment.confirmed", "environment.retired",
	"environment.documented", "portal.logo_changed", "review.series_changed", "review.meeting_changed", "review.ordered",
	"review.kept", "review.sent", "review.decided", "shift.bound", "shift.exempted",
	"shift.turn_changed", "user.contact_named", "user.contact_dropped", "discussion.written", "discussion.moved",
}

// sayCustomer says what changed about a customer or about who may see one.
func sayCustomer(ctx context.Context, e event.Entry) words {
	if !slices.Contains(customerFacts, e.Kind) {
		return words{}
	}
	return words{what: i18n.T(ctx, "audit.customers."+strings.ReplaceAll(e.Kind, ".", "_")), to: string(e.Data)}
}
