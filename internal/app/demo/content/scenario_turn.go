package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// beginTurn reads the line "who [note] [take] [english] [key=value …]".
func (p *parser) beginTurn(line string) error {
	words := strings.Fields(line)
	if len(words) == 0 {
		return fmt.Errorf("'===' needs who speaks: customer, cc, agent, colleague or lead")
	}
	t := turn{who: speaker(words[0]), maybe: 100}
	if !slices.Contains([]speaker{byCustomer, byCC, byAgent, byColleague, byLead}, t.who) {
		return fmt.Errorf("%q does not speak here; use customer, cc, agent, colleague or lead", words[0])
	}
	for _, w := range words[1:] {
		if err := t.attribute(w); err != nil {
			return err
		}
	}
	if !t.who.isStaff() && (t.internal || t.takes || t.status != "" || t.priority != "") {
		return fmt.Errorf("a customer writes no notes and sets neither status, priority nor assignee")
	}
	if t.after == [2]time.Duration{} {
		t.after = t.usualWait()
	}
	p.s.turns = append(p.s.turns, t)
	return nil
}

func (t *turn) attribute(word string) error {
	key, value, hasValue := strings.Cut(word, "=")
	switch key {
	case "note":
		t.internal = true
	case "take":
		t.takes = true
	case "english":
		t.inEnglish = true
	default:
		if !hasValue {
			return fmt.Errorf("unknown word %q; use note, take, english or key=value", word)
		}
		return t.setting(key, value)
	}
	return nil
}

func (t *turn) setting(key, value string) (err error) {
	switch key {
	case "after":
		t.after, err = waitRange(value)
	case "maybe":
		t.maybe, err = strconv.Atoi(value)
		if err != nil || t.maybe < 1 || t.maybe > 100 {
			err = fmt.Errorf("maybe=%s: give a percentage", value)
		}
	case "status":
		t.status = Status(value)
		if !slices.Contains([]Status{Open, Pending, Hold, Solved}, t.status) {
			err = fmt.Errorf("status=%s: use open, pending, hold or solved", value)
		}
	case "priority":
		t.priority = value
		if !slices.Contains(priorities(), value) {
			err = fmt.Errorf("priority=%s: use urgent, high, normal or low", value)
		}
	case "attach":
		kind, name, _ := strings.Cut(value, ":")
		if name == "" || attachmentKinds()[kind].write == nil {
			return fmt.Errorf("attach=%s: use KIND:NAME, kinds are %s", value, strings.Join(kindNames(), ", "))
		}
		t.attach = append(t.attach, attachmentSpec{kind, name})
	default:
		err = fmt.Errorf("unknown setting %q", key)
	}
	return err
}

func waitRange(value string) ([2]time.Duration, error) {
	from, to, isRange := strings.Cut(value, "..")
	lo, err := parseWait(from)
	if err != nil {
		return [2]time.Duration{}, err
	}
	if !isRange {
		return [2]time.Duration{lo, lo}, nil
	}
	hi, err := parseWait(to)
	if err == nil && hi < lo {
		err = fmt.Errorf("after=%s: the second time is shorter than the first", value)
	}
	return [2]time.Duration{lo, hi}, err
}

// usualWait is how long this speaker lets the others wait where the file does not say.
func (t *turn) usualWait() [2]time.Duration {
	switch {
	case t.internal:
		return [2]time.Duration{6 * time.Minute, 4 * time.Hour}
	case t.who.isStaff():
		return [2]time.Duration{15 * time.Minute, 10 * time.Hour}
	}
	return [2]time.Duration{12 * time.Minute, 30 * time.Hour}
}

func priorities() []string { return []string{"urgent", "high", "normal", "low"} }
