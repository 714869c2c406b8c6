package call

// texts are the sentences of letters, in a language.
type texts struct {
	subjects map[string]string // of the title
	leads    map[string]string // of the kind and the minutes
	room     string
	follows  string
	phone    string // of a desk that holds no video calls
	covers   string
	ticket   string // of the number
	open     string
	change   string
}

var englishTexts = texts{
	subjects: map[string]string{"booked": "Booked: %s", "changed": "Changed: %s", "cancelled": "Cancelled: %s", "near": "Soon: %s"},
	leads: map[string]string{
		"booked":    "Your call is booked: %s, %d minutes.",
		"changed":   "Your call has changed: %s, %d minutes. This is how it stands now:",
		"cancelled": "This call is cancelled: %s, %d minutes. It was booked for:",
		"near":      "Your call is near: %s, %d minutes.",
	},
	room: "We meet here:", follows: "The link to the room follows before the call.",
	phone:  "We call without video: your engineer tells you how before the call.",
	covers: "What it shall cover:", ticket: "It is about ticket #%d. An answer to this mail goes there.",
	open: "Open the call", change: "Move or cancel it",
}

var germanTexts = texts{
	subjects: map[string]string{"booked": "Gebucht: %s", "changed": "Geändert: %s", "cancelled": "Abgesagt: %s", "near": "Bald: %s"},
	leads: map[string]string{
		"booked":    "Ihr Gespräch ist gebucht: %s, %d Minuten.",
		"changed":   "Ihr Gespräch hat sich geändert: %s, %d Minuten. So steht es jetzt:",
		"cancelled": "Dieses Gespräch ist abgesagt: %s, %d Minuten. Es war gebucht für:",
		"near":      "Ihr Gespräch steht bevor: %s, %d Minuten.",
	},
	room: "Wir treffen uns hier:", follows: "Der Link zum Raum folgt vor dem Gespräch.",
	phone:  "Wir sprechen ohne Video: wie, sagt Ihnen vorher, wer Sie betreut.",
	covers: "Darum soll es gehen:", ticket: "Es geht um das Ticket #%d. Eine Antwort auf diese Mail kommt dort an.",
	open: "Gespräch öffnen", change: "Verschieben oder absagen",
}

func textsOf(language string) texts {
	if german(language) {
		return germanTexts
	}
	return englishTexts
}
