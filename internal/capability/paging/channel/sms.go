package channel

import (
	"context"
	"net/url"
	"strconv"

	"github.com/daywatch/daywatch/internal/capability/paging"
)

type sms struct{ Deps }

// Carry gives a text message to the provider.
func (s sms) Carry(ctx context.Context, l paging.Letter) (paging.Receipt, error) {
	return s.place(ctx, "Messages", l.Key, url.Values{"To": {l.To.Address}, "Body": {smsText(l)}})
}

// smsText says a letter in one text message where its links leave the room: the title is what is cut.
func smsText(l paging.Letter) string {
	if l.What == paging.Code {
		return gsmText(headline(l) + ": " + l.Text)
	}
	end := ""
	if l.What == paging.Paged {
		end = ". Reply: ack " + strconv.FormatInt(l.Page, 10)
	}
	if l.Ack != "" {
		end += " " + l.Ack
	}
	if l.Held > 0 {
		end += " (+" + strconv.Itoa(l.Held) + " held back)"
	}
	room, _ := gsmLength(gsmText(end))
	title := gsmClip(gsmText(headline(l)), max(40, gsmMost-room))
	used, _ := gsmLength(title)
	more := ""
	for _, f := range l.Card.Facts { // the first facts matter most
		next := more + ", " + gsmText(clean(f.Value))
		if n, _ := gsmLength(next); used+n+room > gsmMost {
			break
		}
		more = next
	}
	return title + more + gsmText(end)
}
