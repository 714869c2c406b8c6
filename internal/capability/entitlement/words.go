package entitlement

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/placeholder"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Words are what somebody is told who is not entitled: Markdown with placeholders, by language and reason.
type Words struct {
	Subject map[string]string            `json:"subject"` // by language
	Body    map[string]map[Reason]string `json:"body"`    // by language, then reason
}

// Languages are those in which there are words, the one for everybody else first.
func Languages() []string { return []string{"en", "de"} }

// WordsKey is the setting of them.
var WordsKey = settings.Key[Words]{Name: "entitlement.words", Check: Words.check, Default: Words{
	Subject: map[string]string{"en": "Re: {{ subject }}", "de": "Re: {{ subject }}"},
	Body: map[string]map[Reason]string{"en": {
		Stranger: "Hello{% if person.first_name != '' %} {{ person.first_name }}{% endif %},\n\nthank you for writing to us. We would like to help, and cannot yet see which organization you write for: only the contacts that a customer names can open tickets.\n\n" +
			"To be added, answer this mail with **one** of these:\n\n- the namespace on our service that you own, and that your organization pays for\n- the number of your license, its activation code, or the license file\n- a usage export, sent from an address of your company\n- the address that the order names as sold to\n\n" +
			"A trial license is no proof. Or ask one of the contacts of your organization to open the ticket, or to name you.\n\nYour message is kept, and you need not write it again.\n\n{{ desk }}",
		Unlisted: "Hello {{ person.first_name }},\n\nthank you for writing to us. Only the contacts that {{ organization }} names can open tickets, and you are not among them yet.\n\n" +
			"Please ask one of them to open the ticket, or to have you named as a contact. Your message is kept, and you need not write it again.\n\n{{ desk }}",
		Expired: "Hello {{ person.first_name }},\n\nthank you for writing to us. The support contract of {{ organization }} ended{% if ends_on != '' %} on {{ ends_on }}{% endif %}, so we cannot work on new requests.\n\n" +
			"{% if owner.name != '' %}{{ owner.name }}{% if owner.address != '' %} ({{ owner.address }}){% endif %} can renew it for you.{% else %}Please contact your account owner with us to renew it.{% endif %} Answers to tickets that are open reach us as before, and so does what you wrote now: we go on with it as soon as the contract runs again.\n\n{{ desk }}",
		OnHold: "Hello {{ person.first_name }},\n\nthank you for writing to us. Support for {{ organization }} is on hold at the moment, so we cannot take up new requests.\n\n" +
			"Please contact {% if owner.name != '' %}{{ owner.name }}{% if owner.address != '' %} ({{ owner.address }}){% endif %}, your account owner{% else %}your account owner{% endif %}. As soon as the hold is lifted we go on with what you wrote; you need not write it again.\n\n{{ desk }}",
		NotStarted: "Hello {{ person.first_name }},\n\nthank you for writing to us. The support contract of {{ organization }} begins on {{ starts_on }}. From that day on we are there for you.\n\n" +
			"If that is too late, please contact {% if owner.name != '' %}{{ owner.name }}{% if owner.address != '' %} ({{ owner.address }}){% endif %}{% else %}your account owner{% endif %}. Your message is kept.\n\n{{ desk }}",
	}, "de": {
		Stranger: "Guten Tag{% if person.name != '' %} {{ person.name }}{% endif %},\n\nvielen Dank für Ihre Nachricht. Wir möchten Ihnen gern helfen, sehen aber noch nicht, für welche Organisation Sie schreiben: Tickets eröffnen können nur die Ansprechpersonen, die ein Kunde benennt.\n\n" +
			"Um aufgenommen zu werden, antworten Sie auf diese Mail mit **einer** dieser Angaben:\n\n- dem Namensraum bei unserem Dienst, der Ihnen gehört und den Ihre Organisation bezahlt\n- der Nummer Ihrer Lizenz, ihrem Aktivierungscode oder der Lizenzdatei\n- einem Nutzungsexport, gesendet von einer Adresse Ihres Unternehmens\n- der Adresse, auf die die Bestellung lautet\n\n" +
			"Eine Testlizenz genügt nicht. Oder bitten Sie eine Ansprechperson Ihrer Organisation, das Ticket zu eröffnen oder Sie zu benennen.\n\nIhre Nachricht ist aufbewahrt, Sie müssen sie nicht noch einmal schreiben.\n\n{{ desk }}",
		Unlisted: "Guten Tag {{ person.name }},\n\nvielen Dank für Ihre Nachricht. Tickets eröffnen können nur die Ansprechpersonen, die {{ organization }} benennt, und Sie gehören noch nicht dazu.\n\n" +
			"Bitte wenden Sie sich an eine von ihnen, damit sie das Ticket eröffnet oder Sie benennt. Ihre Nachricht ist aufbewahrt, Sie müssen sie nicht noch einmal schreiben.\n\n{{ desk }}",
		Expired: "Guten Tag {{ person.name }},\n\nvielen Dank für Ihre Nachricht. Der Supportvertrag von {{ organization }} ist{% if ends_on != '' %} am {{ ends_on }}{% endif %} ausgelaufen, deshalb können wir an neuen Anfragen nicht arbeiten.\n\n" +
			"{% if owner.name != '' %}{{ owner.name }}{% if owner.address != '' %} ({{ owner.address }}){% endif %} verlängert ihn gern für Sie.{% else %}Bitte wenden Sie sich wegen der Verlängerung an die für Sie zuständige Person bei uns.{% endif %} Antworten auf offene Tickets erreichen uns wie bisher, und auch was Sie jetzt geschrieben haben: Wir machen damit weiter, sobald der Vertrag wieder läuft.\n\n{{ desk }}",
		OnHold: "Guten Tag {{ person.name }},\n\nvielen Dank für Ihre Nachricht. Der Support für {{ organization }} ruht zurzeit, deshalb können wir neue Anfragen nicht aufnehmen.\n\n" +
			"Bitte wenden Sie sich an {% if owner.name != '' %}{{ owner.name }}{% if owner.address != '' %} ({{ owner.address }}){% endif %}, zuständig für Ihr Konto{% else %}die für Ihr Konto zuständige Person{% endif %}. Sobald der Support weitergeht, kümmern wir uns um Ihre Nachricht; Sie müssen sie nicht noch einmal schreiben.\n\n{{ desk }}",
		NotStarted: "Guten Tag {{ person.name }},\n\nvielen Dank für Ihre Nachricht. Der Supportvertrag von {{ organization }} beginnt am {{ starts_on }}. Von diesem Tag an sind wir für Sie da.\n\n" +
			"Wenn das zu spät ist, wenden Sie sich bitte an {% if owner.name != '' %}{{ owner.name }}{% if owner.address != '' %} ({{ owner.address }}){% endif %}{% else %}die für Ihr Konto zuständige Person{% endif %}. Ihre Nachricht ist aufbewahrt.\n\n{{ desk }}",
	}},
}}

// Placeholders lists what the texts may name.
func Placeholders() []string {
	return []string{"subject", "desk", "person.name", "person.first_name", "organization", "starts_on", "ends_on", "grace_ends_on",
		"owner.name", "owner.address"}
}

// With gives the words with one text changed.
func (w Words) With(language string, why Reason, subject, body string) Words {
	out := Words{Subject: maps.Clone(w.Subject), Body: map[string]map[Reason]string{}}
	for l, texts := range w.Body {
		out.Body[l] = maps.Clone(texts)
	}
	if out.Body[language] == nil {
		out.Body[language] = map[Reason]string{}
	}
	out.Subject[language], out.Body[language][why] = subject, body
	return out
}

func (w Words) check() error {
	for _, language := range Languages() {
		if err := checkText("subject-"+language, w.Subject[language]); err != nil {
			return err
		}
		for _, reason := range Reasons() {
			if err := checkText("body-"+language+"-"+string(reason), w.Body[language][reason]); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkText(field, source string) error {
	if strings.TrimSpace(source) == "" {
		return fault.Field(field, "Whoever is turned away is told why and what to do: write it")
	}
	text, err := placeholder.Parse(field, source)
	if err != nil {
		return err
	}
	for _, name := range text.Names() {
		if !slices.Contains(Placeholders(), name) {
			return fault.Field(field, "{{ %s }} is not known here. Known are {{ %s }}", name, strings.Join(Placeholders(), " }}, {{ "))
		}
	}
	return nil
}

// Told is what somebody is told.
type Told struct {
	Subject string
	Body    string // Markdown, with what strangers chose escaped
	Plain   string // the same without escapes, to be read as it is
}

// About is what the texts may name.
type About struct {
	Name, Subject, Desk string
	Organization        people.Organization
	Owner               people.Owner
}

// Tell fills the words for a reason in the language that is nearest to a BCP 47 tag.
func (w Words) Tell(ctx context.Context, locale string, why Reason, a About) (told Told, err error) {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if !slices.Contains(Languages(), language) {
		language = Languages()[0]
	}
	if told.Subject, err = fillText(ctx, w.Subject[language], a.values(func(s string) string { return s })); err != nil {
		return told, err
	}
	told.Subject = strings.Join(strings.Fields(told.Subject), " ")
	if told.Plain, err = fillText(ctx, w.Body[language][why], a.values(func(s string) string { return s })); err != nil {
		return told, err
	}
	told.Body, err = fillText(ctx, w.Body[language][why], a.values(markup.Escape))
	return told, err
}

func fillText(ctx context.Context, source string, values map[string]any) (string, error) {
	text, err := placeholder.Parse("", source)
	if err != nil {
		return "", err
	}
	return text.Fill(ctx, values)
}

// values are what placeholders stand for. What strangers chose is escaped: a name must not become a link in our mail.
func (a About) values(escape func(string) string) map[string]any {
	first, _, _ := strings.Cut(strings.TrimSpace(a.Name), " ")
	return map[string]any{"subject": escape(a.Subject), "desk": escape(a.Desk), "organization": escape(a.Organization.Name),
		"starts_on": written(a.Organization.StartsOn), "ends_on": written(a.Organization.EndsOn), "grace_ends_on": written(a.Organization.GraceEndsOn()),
		"person": map[string]any{"name": escape(a.Name), "first_name": escape(first)},
		"owner":  map[string]any{"name": escape(a.Owner.Name), "address": escape(a.Owner.Address)}}
}

// written is a day as every reader reads it the same way (ISO 8601).
func written(d bizcal.Date) string { return people.FormatDate(d) }
