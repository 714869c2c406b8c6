package workspace

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// words say a fact: what happened, and the value before and after where there are such.
type words struct{ what, from, to string }

// say puts a fact of the trail into words. One that it doesn't know is shown by its own name.
func say(ctx context.Context, e event.Entry, names map[int64]people.User) words {
	var said words
	var err error
	switch e.Kind {
	case settings.Changed{}.EventKind():
		said, err = told(e, func(f settings.Changed) words { return saySetting(ctx, f) })
	case intake.MailboxSaved{}.EventKind():
		said, err = told(e, func(f intake.MailboxSaved) words { return sayMailbox(ctx, f) })
	case people.UserCreated{}.EventKind():
		said, err = told(e, func(f people.UserCreated) words {
			return words{what: i18n.T(ctx, "audit.user.created", "Name", name(e, names)), to: string(f.Role)}
		})
	case people.UserChanged{}.EventKind():
		said, err = told(e, func(f people.UserChanged) words {
			return words{what: i18n.T(ctx, "audit.user.changed", "Name", name(e, names), "Field", word(ctx, "audit.field.", f.Field)), from: f.From, to: f.To}
		})
	case people.GroupSaved{}.EventKind():
		said, err = told(e, func(f people.GroupSaved) words {
			return words{what: i18n.T(ctx, "audit.group."+made(f.New), "Name", f.Name), to: i18n.T(ctx, "audit.members", "Count", len(f.Members))}
		})
	case people.GroupDeleted{}.EventKind():
		said, err = told(e, func(f people.GroupDeleted) words {
			return words{what: i18n.T(ctx, "audit.group.removed", "Name", f.Name)}
		})
	case people.SenderBlocked{}.EventKind():
		said, err = told(e, func(f people.SenderBlocked) words {
			return words{what: i18n.T(ctx, "audit.sender."+strconv.FormatBool(f.Blocked), "Pattern", f.Pattern)}
		})
	default:
		if said, err = sayWork(ctx, e); err == nil && said.what == "" {
			said = sayCustomer(ctx, e)
		}
	}
	if err != nil || said.what == "" {
		return words{what: e.Kind, to: string(e.Data)}
	}
	return said
}

// sayWork says what changed about the tools of everyone's work.
func sayWork(ctx context.Context, e event.Entry) (words, error) {
	switch e.Kind {
	case paging.PolicySaved{}.EventKind():
		return told(e, func(f paging.PolicySaved) words {
			return words{what: i18n.T(ctx, "audit.escalation."+made(f.New), "Title", f.Title)}
		})
	case paging.PolicyDeleted{}.EventKind():
		return told(e, func(f paging.PolicyDeleted) words {
			return words{what: i18n.T(ctx, "audit.escalation.removed", "Title", f.Title)}
		})
	case alert.ServiceSaved{}.EventKind():
		return told(e, sayService(ctx))
	case alert.ServiceKeyed{}.EventKind():
		return told(e, func(f alert.ServiceKeyed) words {
			id := "audit.service.key"
			if f.Revoked {
				id = "audit.service.revoked"
			}
			return words{what: i18n.T(ctx, id, "Title", f.Title)}
		})
	case oncall.FeedMade{}.EventKind(), oncall.FeedRevoked{}.EventKind(), oncall.AwayFollowed{}.EventKind(), oncall.AwayForgotten{}.EventKind():
		return words{what: i18n.T(ctx, "audit."+e.Kind)}, nil
	case people.APITokenMade{}.EventKind():
		return told(e, func(f people.APITokenMade) words {
			return words{what: i18n.T(ctx, "audit.token.made", "Name", f.Name), to: fmt.Sprint(f.Scopes)}
		})
	case people.APITokenRevoked{}.EventKind():
		return told(e, func(f people.APITokenRevoked) words {
			return words{what: i18n.T(ctx, "audit.token.revoked", "Name", f.Name)}
		})
	case calendar.Saved{}.EventKind():
		return told(e, func(f calendar.Saved) words { return sayCalendar(ctx, f) })
	case calendar.Deleted{}.EventKind():
		return told(e, func(f calendar.Deleted) words {
			return words{what: i18n.T(ctx, "audit.calendar.removed", "Title", f.Title)}
		})
	case filesApplied{}.EventKind():
		return told(e, func(f filesApplied) words {
			return words{what: i18n.T(ctx, "audit.files", "Count", f.Changes, "Level", f.Highest), to: f.Source}
		})
	case ticket.ViewSaved{}.EventKind():
		return told(e, func(f ticket.ViewSaved) words {
			return words{what: i18n.T(ctx, "audit.view."+made(f.New), "Title", f.Title), to: f.Query}
		})
	case ticket.ViewDeleted{}.EventKind():
		return told(e, func(f ticket.ViewDeleted) words {
			return words{what: i18n.T(ctx, "audit.view.removed", "Title", f.Title)}
		})
	case ticket.MacroSaved{}.EventKind():
		return told(e, func(f ticket.MacroSaved) words {
			id := "audit.macro.saved"
			if f.Deleted {
				id = "audit.macro.removed"
			}
			return words{what: i18n.T(ctx, id, "Title", f.Title)}
		})
	}
	return words{}, nil
}

func sayService(ctx context.Context) func(alert.ServiceSaved) words {
	return func(f alert.ServiceSaved) words {
		id := "audit.service." + made(f.New)
		if f.Removed {
			id = "audit.service.removed"
		}
		return words{what: i18n.T(ctx, id, "Title", f.Title)}
	}
}

// filesApplied is what is told here of the fact that files changed the configuration.
type filesApplied struct {
	Changes int    `json:"changes"`
	Highest string `json:"highest"`
	Source  string `json:"source"`
}

// EventKind implements event.Fact.
func (filesApplied) EventKind() string { return "config.changed" }

// told decodes the fact for its words.
func told[T event.Fact](e event.Entry, say func(T) words) (words, error) {
	f, err := event.Decode[T](e.Event)
	if err != nil {
		return words{}, err
	}
	return say(f), nil
}

func made(fresh bool) string {
	if fresh {
		return "made"
	}
	return "changed"
}

// saySetting names the setting. A secret one tells only that it changed.
func saySetting(ctx context.Context, f settings.Changed) words {
	what := i18n.T(ctx, "audit.setting", "Name", word(ctx, "audit.names.", f.Name))
	if f.New == nil {
		return words{what: what, to: i18n.T(ctx, "audit.secret")}
	}
	said := words{what: what, from: plain(f.Old), to: plain(f.New)}
	if f.Old == nil {
		said.from = i18n.T(ctx, "audit.default")
	}
	return said
}

func sayMailbox(ctx context.Context, f intake.MailboxSaved) words {
	id := "audit.mailbox." + made(f.New)
	switch {
	case f.Removed:
		return words{what: i18n.T(ctx, "audit.mailbox.removed", "Account", f.Account)}
	case f.Off:
		id = "audit.mailbox.off"
	}
	return words{what: i18n.T(ctx, id, "Account", f.Account), to: f.Username + " " + f.Host}
}

// word is a text of the catalogue, or the name itself where it has none.
func word(ctx context.Context, prefix, name string) string {
	if text := i18n.T(ctx, prefix+name); text != prefix+name {
		return text
	}
	return name
}

// name is the person whom an event is about.
func name(e event.Entry, names map[int64]people.User) string {
	if u, ok := names[e.Subject.ID]; ok {
		return u.Name
	}
	return "#" + strconv.FormatInt(e.Subject.ID, 10)
}

// plain is a JSON value for reading: a text without quotes, anything else in one line.
func plain(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var line bytes.Buffer
	if json.Compact(&line, raw) != nil {
		return string(raw)
	}
	return line.String()
}
