package queueui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// chatKinds are the lists that can go to a chat.
var chatKinds = [...]queue.ListKind{queue.ShiftList, queue.VeryBreachedReport}

// chatCard asks where lists are posted. What is stored is a secret and never shown: an empty input keeps it, a tick takes
// it away.
func chatCard(ctx context.Context, form *web.Form, posted map[queue.ListKind]bool) g.Node {
	var inputs g.Group
	for _, kind := range chatKinds {
		f := page.Ask(form, "chat-"+string(kind), i18n.T(ctx, "lists.kind_"+string(kind)))
		f.Type, f.Optional, f.Autocomplete, f.Placeholder = "url", true, "off", "https://hooks.slack.com/services/…"
		if posted[kind] {
			f.Hint = i18n.T(ctx, "queuesettings.chat_kept")
			inputs = append(inputs, page.Input(ctx, f), page.Checkbox(ctx, page.Ask(form, "off-"+string(kind), i18n.T(ctx, "queuesettings.chat_off"))))
			continue
		}
		inputs = append(inputs, page.Input(ctx, f))
	}
	return page.Card(i18n.T(ctx, "queuesettings.chat"), i18n.T(ctx, "queuesettings.chat_about"),
		h.Form(h.Class("form"), h.Method("post"), h.Action(settingsPath+"/chat"), page.FormError(form), inputs,
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "queuesettings.save")))))
}

func (u *UI) postChat(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, "chat", func(ctx context.Context, form *web.Form) error {
		for _, kind := range chatKinds {
			url, off := form.Get("chat-"+string(kind)), form.Bool("off-"+string(kind))
			if url == "" && !off {
				continue
			}
			if err := u.Queue.SaveChat(ctx, kind, url); err != nil {
				return err
			}
		}
		return nil
	})
}
