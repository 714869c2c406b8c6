package mailwire

import "fmt"

// maxWarnings keeps a hostile mail from turning each of its parts into a sentence on the ticket.
const maxWarnings = 50

// warnings collects what was wrong, each code and sentence once.
type warnings struct {
	list []Warning
	seen map[Warning]bool
}

func (w *warnings) add(code, format string, args ...any) {
	if len(w.list) > maxWarnings {
		return
	}
	one := Warning{Code: code, Message: fmt.Sprintf(format, args...)}
	if w.seen[one] {
		return
	}
	if len(w.list) == maxWarnings {
		one = Warning{Code: WarnMore, Message: "The mail has more faults than are listed here."}
	}
	if w.seen == nil {
		w.seen = map[Warning]bool{}
	}
	w.seen[one] = true
	w.list = append(w.list, one)
}
