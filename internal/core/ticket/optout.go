package ticket

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// OptOut spares a ticket something that would happen by itself. It is a tag, so that searches and rules see
// it, and a reason that somebody wrote (tickets.md, Statuses).
type OptOut struct {
	Tag    string
	Reason string
	ByID   int64
	At     time.Time
}

// The tags that spare a ticket.
const (
	SkipAutosolve = "skip_autosolve" // pending is neither reminded nor solved
	SkipAutoclose = "skip_autoclose" // solved is closed much later
	BlockReopen   = "block_reopen"   // on-hold stays on hold
)

// OptOutTags lists the tags that need a reason.
func OptOutTags() []string { return []string{SkipAutosolve, SkipAutoclose, BlockReopen} }

const longestReason = 500

// withOptOuts makes an opt-out the tag that it is. People give a reason with it; what the desk itself brings
// along (imports, rules) has its reason elsewhere.
func (u Update) withOptOuts(ctx context.Context) (Update, error) {
	for tag, reason := range u.OptOuts {
		reason = strings.TrimSpace(reason)
		switch {
		case !slices.Contains(OptOutTags(), tag):
			return u, fault.Field("opt_outs", "%q spares a ticket nothing; there are %s", tag, strings.Join(OptOutTags(), ", "))
		case len([]rune(reason)) > longestReason:
			return u, fault.Field("opt_outs", "This reason has %d characters; up to %d are kept", len([]rune(reason)), longestReason)
		case reason == "":
			u.RemoveTags = append(slices.Clone(u.RemoveTags), tag)
		default:
			u.AddTags = append(slices.Clone(u.AddTags), tag)
		}
	}
	actor, _ := access.From(ctx)
	for _, tag := range cleanTags(u.AddTags) {
		if slices.Contains(OptOutTags(), tag) && u.OptOuts[tag] == "" && actor.Role != access.System {
			return u, fault.Field("tags", "The tag %s changes what happens to the ticket by itself, so it needs a written reason: add it as an exception", tag)
		}
	}
	return u, nil
}

// changeOptOuts keeps the reasons in step with the tags, which are changed already.
func changeOptOuts(ctx context.Context, tx *db.Tx, t *Ticket, u Update) ([]Changed, error) {
	var all []Changed
	actor, _ := access.From(ctx)
	for _, tag := range OptOutTags() {
		i := slices.IndexFunc(t.OptOuts, func(o OptOut) bool { return o.Tag == tag })
		before, after := "", strings.TrimSpace(u.OptOuts[tag])
		if i >= 0 {
			before = t.OptOuts[i].Reason
		}
		switch {
		case after != "" && after != before:
			if err := storeOptOut(ctx, tx, t.ID, OptOut{Tag: tag, Reason: after, ByID: actor.UserID, At: tx.Now()}); err != nil {
				return nil, err
			}
			all = append(all, changed("opt_out:"+tag, before, after)...)
		case before != "" && !slices.Contains(t.Tags, tag):
			if err := deleteOptOut(ctx, tx, t.ID, tag); err != nil {
				return nil, err
			}
			all = append(all, changed("opt_out:"+tag, before, "")...)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	var err error
	t.OptOuts, err = optOutsOf(ctx, tx, t.ID)
	return all, err
}
