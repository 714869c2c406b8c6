package channel

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/url"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

type voice struct{ Deps }

// Carry has the provider call and read the letter out.
func (v voice) Carry(ctx context.Context, l paging.Letter) (paging.Receipt, error) {
	script, err := v.script(l)
	if err != nil {
		return paging.Receipt{}, err
	}
	return v.place(ctx, "Calls", l.Key, url.Values{"To": {l.To.Address}, "Twiml": {script}})
}

// TwiML is what a provider of Twilio's shape does with a call or an answer (https://www.twilio.com/docs/voice/twiml).
type TwiML struct {
	XMLName xml.Name `xml:"Response"`
	Gather  *Gather  `xml:"Gather,omitempty"`
	Say     []string `xml:"Say,omitempty"`
	Message string   `xml:"Message,omitempty"`
}

// Gather reads a text out and waits for keys, which are posted to Action.
type Gather struct {
	Digits  int      `xml:"numDigits,attr"`
	Timeout int      `xml:"timeout,attr"` // seconds
	Action  string   `xml:"action,attr"`
	Method  string   `xml:"method,attr"`
	Say     []string `xml:"Say"`
}

// Text is the document.
func (t TwiML) Text() (string, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	err := xml.NewEncoder(&b).Encode(t)
	return b.String(), err
}

// script is what the person hears, twice where a key can be pressed.
func (v voice) script(l paging.Letter) (string, error) {
	words := spoken(l)
	if l.What != paging.Paged || l.Ack == "" {
		return TwiML{Say: []string{words, words}}.Text()
	}
	press := "Press 1 to acknowledge."
	path := strings.TrimPrefix(l.Ack, v.Link(""))
	return TwiML{Gather: &Gather{Digits: 1, Timeout: 12, Action: v.Link(VoicePrefix) + strings.TrimPrefix(path, "/p/"), Method: "POST",
		Say: []string{words + " " + press, words + " " + press}}, Say: []string{"Nothing was pressed. The page goes on to the next person. Goodbye."}}.Text()
}

// VoicePrefix stands before the attempt and its mark in the address that a pressed key is posted to.
const VoicePrefix = "/hooks/voice/"

func spoken(l paging.Letter) string {
	if l.What == paging.Code {
		return "This is Daywatch. Your code is " + strings.Join(strings.Split(l.Text, ""), ", ") + "."
	}
	words := "This is Daywatch. " + fault.Clip(headline(l), 200) + "."
	for i, f := range l.Card.Facts {
		if i == 3 {
			break
		}
		words += " " + clean(f.Label) + ": " + fault.Clip(clean(f.Value), 80) + "."
	}
	if l.Held > 0 {
		words += " Held back before: " + strconv.Itoa(l.Held) + "."
	}
	return words
}
