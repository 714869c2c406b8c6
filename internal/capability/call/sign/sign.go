// Package sign sees when a call would get a ticket further than more mails. It is pure, explains what it saw, and never acts: a
// person decides (crm-and-calls.md, Calls: the seven markers).
package sign

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Sign is one of the markers.
type Sign string

// The seven, in the order in which they are shown.
const (
	Asked     Sign = "asked"     // the customer asks for a call
	Rounds    Sign = "rounds"    // no progress after several rounds
	Attention Sign = "attention" // somebody asked for attention
	Repro     Sign = "repro"     // the reproduction lacks something
	Tone      Sign = "tone"      // the tone gets worse
	Branching Sign = "branching" // too many questions are open at once
	Advice    Sign = "advice"    // a manager advises it
)

// Signs lists them.
func Signs() []Sign { return []Sign{Asked, Rounds, Attention, Repro, Tone, Branching, Advice} }

// Word is one comment that both sides read, or one that stays inside.
type Word struct {
	Ours   bool
	Public bool
	Lead   bool // a manager wrote it
	Text   string
}

// Case is what is looked at.
type Case struct {
	Words     []Word // oldest first
	Tags      []string
	Attention bool // somebody asked for attention, and that is open
	Solved    bool // nothing is to be done any more
}

// Seen is a sign with what it was seen by: a number, or the customer's own words.
type Seen struct {
	Sign  Sign
	Count int    // of rounds, questions or hard words
	Quote string // a few words of the text; empty where there is none
}

// backAndForth is how many rounds without an end are enough (crm-and-calls.md: 3 back-and-forths).
const backAndForth = 3

// Of gives the signs of a case, in the order of Signs.
func Of(c Case) (all []Seen) {
	if c.Solved {
		return nil
	}
	for _, look := range []func(Case) (Seen, bool){asked, rounds, attention, repro, tone, branching, advice} {
		if seen, ok := look(c); ok {
			all = append(all, seen)
		}
	}
	return all
}

// calling are the ways in which customers ask for a call, in English, German, French, Spanish and Dutch.
var calling = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
	`(?:can|could|may|shall|should) we (?:please )?(?:have|schedule|set up|arrange|do|jump on|hop on|get on|get)(?: \w+){0,3} (?:call|zoom|meeting|screen ?share)`,
	`(?:jump|hop|get) on a (?:quick )?(?:call|zoom)`, `(?:schedule|arrange|set up|book) (?:a|another) (?:\w+ )?(?:call|zoom|meeting|video call)`,
	`(?:please|can you|could you) (?:call|phone|ring) (?:me|us)`, `speak (?:to|with) (?:someone|somebody|an engineer)`, `over the phone`,
	`(?:können|könnten) wir (?:\p{L}+ ){0,3}(?:telefonieren|sprechen|einen (?:call|termin|anruf))`, `(?:bitte )?(?:rufen sie|ruft) (?:mich|uns) an`,
	`(?:videokonferenz|telefontermin|telefonat) (?:vereinbaren|machen|möglich)`, `(?:on )?peut-on s'appeler`, `(?:un|faire un) appel (?:vidéo|téléphonique)`,
	`(?:podemos|podríamos) (?:tener|agendar|hacer) una (?:llamada|reunión|videollamada)`, `kunnen we (?:even )?(?:bellen|een (?:call|gesprek))`,
}, "|") + `)`)

func asked(c Case) (Seen, bool) {
	for _, w := range slices.Backward(c.Words) {
		if w.Ours || !w.Public {
			continue
		}
		if at := calling.FindStringIndex(w.Text); at != nil {
			return Seen{Sign: Asked, Quote: around(w.Text, at)}, true
		}
	}
	return Seen{}, false
}

// rounds counts how often we wrote and the customer came back with more.
func rounds(c Case) (Seen, bool) {
	n, waiting := 0, false
	for _, w := range c.Words {
		switch {
		case !w.Public:
		case w.Ours:
			waiting = true
		case waiting:
			n, waiting = n+1, false
		}
	}
	return Seen{Sign: Rounds, Count: n}, n >= backAndForth
}

func attention(c Case) (Seen, bool) { return Seen{Sign: Attention}, c.Attention }

// missing are the tags of a reproduction that lacks something, and what engineers write inside when it does.
var (
	missing     = []string{"needs_repro", "missing_repro", "cannot_reproduce", "needs_info", "repro_incomplete"}
	missingText = regexp.MustCompile(`(?i)\b(?:can(?:no|')t|cannot|could not|unable to|can not) (?:re-?produce|replicate)\b|\b(?:missing|incomplete) (?:repro\w*|steps)\b|\bnicht (?:nachstellen|reproduzier\w+)\b`)
)

func repro(c Case) (Seen, bool) {
	for _, tag := range c.Tags {
		if slices.Contains(missing, tag) {
			return Seen{Sign: Repro, Quote: tag}, true
		}
	}
	for _, w := range slices.Backward(c.Words) {
		if at := missingText.FindStringIndex(w.Text); at != nil && w.Ours {
			return Seen{Sign: Repro, Quote: around(w.Text, at)}, true
		}
	}
	return Seen{}, false
}

// hard are words of people who lose patience: English, German.
var hard = regexp.MustCompile(`(?i)\b(?:unacceptable|ridiculous|frustrat\w+|disappoint\w+|still (?:not|no|waiting|broken)|again and again|how many times|waste of time|useless|escalat\w+|urgent\w*|asap|immediately|for (?:days|weeks) now|fed up|terrible|angry|inakzeptabel|unakzeptabel|enttäusch\w+|frustrier\w+|immer noch (?:nicht|kein\w*)|schon wieder|zum wiederholten|zeitverschwendung|unverschämt|sofort|eskalier\w+|dringend\w*)\b|!!+`)

// tone compares the last that the customer wrote with what they wrote before: somebody who was always short is not worse.
func tone(c Case) (Seen, bool) {
	var theirs []string
	for _, w := range c.Words {
		if !w.Ours && w.Public {
			theirs = append(theirs, w.Text)
		}
	}
	if len(theirs) < 2 {
		return Seen{}, false
	}
	last := theirs[len(theirs)-1]
	now := hard.FindAllStringIndex(last, -1)
	before := 0
	for _, text := range theirs[:len(theirs)-1] {
		before = max(before, len(hard.FindAllStringIndex(text, -1)))
	}
	if len(now) == 0 || len(now) <= before {
		return Seen{}, false
	}
	return Seen{Sign: Tone, Count: len(now), Quote: around(last, now[0])}, true
}

// numbered is a question of a list: 1. Did you …?
var numbered = regexp.MustCompile(`(?m)^\s*(?:\d{1,2}[.)]|[-*•])\s+.*\?\s*$`)

// tooMany is how many questions at once branch.
const tooMany = 3

// branching looks at the last that we asked: whatever the answers are, each opens another way.
func branching(c Case) (Seen, bool) {
	for _, w := range slices.Backward(c.Words) {
		if !w.Public {
			continue
		}
		if !w.Ours {
			return Seen{}, false // they have answered since
		}
		if n := len(numbered.FindAllString(w.Text, -1)); n >= tooMany {
			return Seen{Sign: Branching, Count: n}, true
		}
		return Seen{}, false
	}
	return Seen{}, false
}

// callTag is the tag by which a manager advises a call.
const callTag = "call_advised"

var advises = regexp.MustCompile(`(?i)\b(?:offer|suggest|schedule|have|take|set up|move (?:this )?to) (?:them |the customer )?(?:a |to a )?(?:\w+ )?call\b|\b(?:call|anruf|termin) anbieten\b`)

func advice(c Case) (Seen, bool) {
	if slices.Contains(c.Tags, callTag) {
		return Seen{Sign: Advice, Quote: callTag}, true
	}
	for _, w := range slices.Backward(c.Words) {
		if !w.Lead || w.Public {
			continue
		}
		if at := advises.FindStringIndex(w.Text); at != nil {
			return Seen{Sign: Advice, Quote: around(w.Text, at)}, true
		}
	}
	return Seen{}, false
}

// around gives a match with a few words to both sides, so that a reader sees what was meant.
func around(text string, at []int) string {
	const side = 30
	before, after := []rune(text[:at[0]]), []rune(text[at[1]:])
	start, end := "", ""
	if len(before) > side {
		before, start = before[len(before)-side:], "…"
	}
	if len(after) > side {
		after, end = after[:side], "…"
	}
	return strings.Join(strings.Fields(fmt.Sprint(start, string(before), text[at[0]:at[1]], string(after), end)), " ")
}
