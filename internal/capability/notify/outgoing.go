package notify

import (
	"context"
	"fmt"
	"io"
	"net/mail"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
)

// outgoing is the mail as it is written to the wire, from nothing but its row and its comment's files: every
// try gives the same bytes.
func (s *Service) outgoing(ctx context.Context, m Mail) (compose.Outgoing, error) {
	out := compose.Outgoing{
		From: m.From, To: m.in(To), Cc: m.in(Cc), Subject: m.Subject, Date: m.CreatedAt,
		MessageID: m.MessageID, InReplyTo: m.InReplyTo, References: m.References,
		Text: m.Text, HTML: m.HTML, Automatic: m.Automatic, Desk: s.desk(),
	}
	if m.ReplyTo != "" && m.ReplyTo != m.From.Address {
		out.ReplyTo = []mail.Address{{Name: m.From.Name, Address: m.ReplyTo}}
	}
	if m.Unsubscribe != "" {
		out.List = &compose.List{ID: "news." + s.Host, UnsubscribeURL: m.Unsubscribe}
	}
	if m.Calendar != "" {
		out.Calendar = &compose.Calendar{Method: m.Method, Data: m.Calendar}
	}
	if m.Kind != Reply {
		return out, nil
	}
	c, err := s.Tickets.LoadComment(ctx, s.DB.Read(), m.CommentID)
	if err != nil {
		return out, err
	}
	for _, a := range c.Attachments {
		f := compose.File{Name: a.Name, ContentType: a.ContentType, Open: s.opener(ctx, a.ID)}
		if id := contentID(a.ID, hostOf(m.MessageID)); strings.Contains(m.HTML, "cid:"+id) {
			f.ContentID = id
			out.Inline = append(out.Inline, f)
			continue
		}
		out.Attachments = append(out.Attachments, f)
	}
	return out, nil
}

// opener streams a file each time the mail is written.
func (s *Service) opener(ctx context.Context, id int64) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		_, r, err := s.Tickets.OpenAttachment(access.AsSystem(ctx, "mail"), id)
		if err != nil {
			return nil, err
		}
		return r, nil
	}
}

// contentID names a picture inside its mail (RFC 2392).
func contentID(attachment int64, host string) string { return fmt.Sprintf("a%d@%s", attachment, host) }

// pictures resolves "attachment:17" in Markdown for those files of c that are pictures.
func pictures(c ticket.Comment, host string) func(ref string) (string, bool) {
	byRef := map[string]string{}
	for _, a := range c.Attachments {
		if strings.HasPrefix(a.ContentType, "image/") {
			byRef[fmt.Sprint(a.ID)] = "cid:" + contentID(a.ID, host)
		}
	}
	return func(ref string) (string, bool) {
		src, ok := byRef[ref]
		return src, ok
	}
}

// hostOf gives the domain of an address or a Message-ID.
func hostOf(address string) string {
	return strings.TrimSuffix(address[strings.LastIndexByte(address, '@')+1:], ">")
}

// desk names this desk in the loop header.
func (s *Service) desk() string {
	if s.Desk != "" {
		return s.Desk
	}
	return s.Host
}
