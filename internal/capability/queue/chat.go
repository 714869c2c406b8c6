package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Chat is where lists are posted besides mail: the address of an incoming webhook for each kind of list. Whoever knows the
// address can post there, so it is a secret.
var Chat = settings.Key[map[ListKind]string]{Name: "queue.chat", Secret: true, Check: func(urls map[ListKind]string) error {
	for kind, url := range urls {
		if kind != ShiftList && kind != VeryBreachedReport {
			return fault.Field("chat", "There is no kind of list called %s", fault.Clip(string(kind), 40))
		}
		if err := outbound.Check(url); err != nil {
			sentence, _ := fault.Public(err)
			return fault.Field("chat-"+string(kind), "%s", sentence)
		}
	}
	return nil
}}

// ListPosted is the fact that a list went to the chat, or could not.
type ListPosted struct {
	Status int  `json:"status,omitempty"` // of HTTP, of what was refused
	Failed bool `json:"failed,omitempty"`
}

// EventKind implements event.Fact.
func (ListPosted) EventKind() string { return "queue.list_posted" }

const chatKind = "queue.chat"

// chatArgs is a post. The address is read when it is sent: jobs keep no secrets.
type chatArgs struct {
	List int64    `json:"list"`
	Kind ListKind `json:"kind"`
	Text string   `json:"text"`
}

// toChat lets a job post a notice to the chat, where one is set for its kind of list.
func (s *Service) toChat(ctx context.Context, tx *db.Tx, l List, n Notice) error {
	urls, err := Chat.Get(ctx, tx)
	if err != nil || s.Chat == nil || urls[l.Kind] == "" {
		return err
	}
	lines := append([]string{n.Subject, n.Lead}, n.Lines...)
	if s.Bare {
		lines = []string{fmt.Sprintf("The restricted desk has a list of %d. Read it there:", len(n.Lines))}
	}
	for i, line := range lines {
		lines[i] = plain(line)
	}
	if s.Link != nil {
		lines = append(lines, s.Link(n.Path))
	}
	_, err = job.Enqueue(ctx, tx, chatKind, chatArgs{l.ID, l.Kind, strings.Join(lines, "\n")}, job.Options{Unique: fmt.Sprint(l.ID)})
	return err
}

// plain keeps words of customers from being links, or calls of a whole channel, in Slack and in Mattermost.
func plain(line string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "@\u200b", "[", "(", "]", ")").Replace(line)
}

// chatTries is for how many tries a chat may be away: a list is of no use after its shift.
const chatTries = 8

func (s *Service) chatWorker() job.Worker {
	return job.Worker{Kind: chatKind, MaxAttempts: chatTries,
		Backoff: func(attempt int) time.Duration { return time.Duration(attempt*attempt) * 15 * time.Second },
		Handle:  s.postChat, Discarded: func(ctx context.Context, tx *db.Tx, j job.Job, _ error) error {
			var a chatArgs
			if err := j.Decode(&a); err != nil {
				return err
			}
			return s.Log.Append(ctx, tx, listSubject(a.List), ListPosted{Failed: true})
		}}
}

func listSubject(id int64) event.Subject { return event.Subject{Type: "queue_list", ID: id} }

// postChat posts a list in the shape that Slack and Mattermost share (api.slack.com/messaging/webhooks,
// developers.mattermost.com/integrate/webhooks/incoming). Every try has the same key, so that a chat that knows such keys
// shows it once.
func (s *Service) postChat(ctx context.Context, j job.Job) error {
	var a chatArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	urls, err := Chat.Get(ctx, s.DB.Read())
	if err != nil || urls[a.Kind] == "" { // taken away meanwhile
		return err
	}
	body, err := json.Marshal(map[string]string{"text": a.Text})
	if err != nil {
		return err
	}
	answer, err := s.Chat.Do(ctx, outbound.Request{URL: urls[a.Kind], Body: body, Key: fmt.Sprint("queue-list-", a.List),
		Header: map[string]string{"Content-Type": "application/json"}})
	if fault.Is(err, fault.Unavailable) {
		return err // later again
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		return s.Log.Append(access.AsSystem(ctx, "queue"), tx, listSubject(a.List), ListPosted{Status: answer.Status, Failed: err != nil})
	})
}
