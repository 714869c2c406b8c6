package channel

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

type chat struct{ Deps }

// Carry posts to an incoming webhook, in the shape that its program understands. Any status below 300 is acceptance.
func (c chat) Carry(ctx context.Context, l paging.Letter) (paging.Receipt, error) {
	if l.To.Shape == paging.Mattermost {
		return c.post(ctx, l, mattermostOf(l))
	}
	return c.post(ctx, l, slackOf(l))
}

func (c chat) post(ctx context.Context, l paging.Letter, body any) (paging.Receipt, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return paging.Receipt{}, err
	}
	answer, err := c.Client.Do(ctx, outbound.Request{URL: l.To.Address, Body: raw, Key: l.Key, Header: map[string]string{"Content-Type": "application/json"}})
	if err != nil {
		return paging.Receipt{}, err
	}
	return paging.Receipt{Detail: "HTTP " + strconv.Itoa(answer.Status)}, nil
}

// slackMessage has the text for notifications and the blocks that are shown (https://api.slack.com/messaging/webhooks,
// https://api.slack.com/reference/block-kit).
type slackMessage struct {
	Text   string       `json:"text"`
	Blocks []slackBlock `json:"blocks"`
}

type slackBlock struct {
	Type     string         `json:"type"`
	Text     *slackText     `json:"text,omitempty"`
	Elements []slackElement `json:"elements,omitempty"`
}

type slackText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

type slackElement struct {
	Type  string    `json:"type"`
	Text  slackText `json:"text"`
	URL   string    `json:"url"`
	Style string    `json:"style,omitempty"`
}

func slackOf(l paging.Letter) slackMessage {
	m := slackMessage{Text: slackEscape(headline(l))}
	text := "*" + slackEscape(headline(l)) + "*"
	for _, line := range below(l) {
		text += "\n" + slackEscape(line)
	}
	for _, x := range last(l.Card.Messages, 2) {
		text += "\n> " + strings.ReplaceAll(slackEscape(said(x)), "\n", "\n> ")
	}
	m.Blocks = []slackBlock{{Type: "section", Text: &slackText{"mrkdwn", fault.Clip(text, 2900)}}} // of 3000
	var buttons []slackElement
	if l.Ack != "" {
		buttons = append(buttons, slackElement{"button", slackText{"plain_text", "Look and acknowledge"}, l.Ack, "primary"})
	}
	if l.Link != "" {
		buttons = append(buttons, slackElement{Type: "button", Text: slackText{"plain_text", "Open"}, URL: l.Link})
	}
	if len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slackBlock{Type: "actions", Elements: buttons})
	}
	return m
}

// slackEscape keeps words of strangers from being links or calls of a whole channel.
func slackEscape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// mattermostMessage is https://developers.mattermost.com/integrate/webhooks/incoming/.
type mattermostMessage struct {
	Username    string                 `json:"username"`
	Attachments []mattermostAttachment `json:"attachments"`
}

type mattermostAttachment struct {
	Fallback  string            `json:"fallback"`
	Color     string            `json:"color"`
	Title     string            `json:"title"`
	TitleLink string            `json:"title_link,omitempty"`
	Text      string            `json:"text"`
	Fields    []mattermostField `json:"fields,omitempty"`
}

type mattermostField struct {
	Short bool   `json:"short"`
	Title string `json:"title"`
	Value string `json:"value"`
}

func mattermostOf(l paging.Letter) mattermostMessage {
	a := mattermostAttachment{Fallback: headline(l), Color: "#3f51b5", Title: headline(l), TitleLink: l.Link}
	if l.Urgent {
		a.Color = "#c2303a"
	}
	var text []string
	for _, line := range []string{l.Text, heldBack(l.Held)} {
		if line != "" {
			text = append(text, mattermostEscape(line))
		}
	}
	for _, x := range last(l.Card.Messages, 2) {
		text = append(text, "> "+strings.ReplaceAll(mattermostEscape(said(x)), "\n", "\n> "))
	}
	if l.Ack != "" {
		text = append(text, "[Look and acknowledge]("+l.Ack+")")
	}
	a.Text = strings.Join(text, "\n\n")
	for _, f := range l.Card.Facts {
		a.Fields = append(a.Fields, mattermostField{true, clean(f.Label), mattermostEscape(clean(f.Value))})
	}
	return mattermostMessage{"Daywatch", []mattermostAttachment{a}}
}

// mattermostEscape keeps words of strangers from being links, pictures or calls of a whole channel.
func mattermostEscape(s string) string {
	return strings.NewReplacer("[", `\[`, "]", `\]`, "!", `\!`, "@", "@\u200b", "<", "&lt;").Replace(s)
}

// below is what stands under the headline.
func below(l paging.Letter) []string {
	var lines []string
	for _, line := range append([]string{l.Text, heldBack(l.Held)}, facts(l.Card)...) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
