package mailwire

import (
	"slices"
	"strings"
)

// readHeader fills the fields that come straight from the header.
func (m *Message) readHeader() {
	h := m.Header
	m.From = firstAddress(h.raw("From"))
	m.Sender = firstAddress(h.raw("Sender"))
	if m.From.Address == "" {
		m.From = salvageSender(h, m.From)
	}
	m.ReplyTo = parseAll(h.rawAll("Reply-To"))
	m.To = parseAll(h.rawAll("To"))
	m.Cc = parseAll(h.rawAll("Cc"))
	m.DeliveredTo = deliveredTo(h)
	if h.Has("Return-Path") {
		m.ReturnPath = firstAddress(h.raw("Return-Path")).Address
		m.NullSender = strings.Trim(h.raw("Return-Path"), " <>") == ""
	}
	m.Subject = strings.Join(strings.Fields(decodeHeader(h.raw("Subject"))), " ")
	m.MessageID = messageID(h.raw("Message-ID"))
	m.InReplyTo = parseIDs(h.raw("In-Reply-To"))
	m.References = parseIDs(strings.Join(h.rawAll("References"), " "))
	m.Date = parseDate(h.Get("Date"))
	m.Spam = readSpam(h)
}

// salvageSender finds who wrote a mail that has no usable From, so that its ticket has a requester.
func salvageSender(h Header, from Address) Address {
	for _, name := range []string{"Sender", "Reply-To", "Return-Path", "X-Original-From", "X-Sender"} {
		if a := firstAddress(h.raw(name)); a.Address != "" {
			if from.Name != "" {
				a.Name = from.Name
			}
			return a
		}
	}
	return from
}

func parseAll(values []string) []Address {
	var all []Address
	for _, v := range values {
		for _, a := range parseAddresses(v) {
			if a.Address != "" && len(all) < maxAddresses { // "undisclosed-recipients:;" and the like name nobody
				all = append(all, a)
			}
		}
	}
	return all
}

func deliveredTo(h Header) []string {
	var all []string
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To"} {
		for _, a := range parseAll(h.rawAll(name)) {
			if a.Address != "" && !slices.Contains(all, a.Address) && len(all) < 20 {
				all = append(all, a.Address)
			}
		}
	}
	return all
}

func readSpam(h Header) Spam {
	status := h.Get("X-Spam-Status")
	flag := strings.EqualFold(h.Get("X-Spam-Flag"), "yes")
	return Spam{
		Flagged:     flag || strings.HasPrefix(strings.ToLower(status), "yes"),
		Status:      status,
		AuthResults: h.Values("Authentication-Results"),
	}
}
