package mailwire

import "strings"

// outOfOfficePhrases are the beginnings of subjects that mail programs and servers give to an automatic
// answer, in lower case. Only fixed phrases of programs are here, not words that people write: "Urlaub" in
// a subject is a ticket about holidays.
var outOfOfficePhrases = []string{
	// English
	"automatic reply", "auto reply:", "auto-reply:", "autoreply:", "auto response:", "auto-response:", "automatic response:",
	"out of office", "out-of-office", "ooo:", "out of the office", "away from my mail", "vacation response", "vacation reply",
	// German
	"automatische antwort", "automatisch generierte antwort", "abwesenheitsnotiz", "abwesenheitsbenachrichtigung", "abwesenheitsmeldung",
	"abwesenheitsassistent",
	// French
	"réponse automatique", "reponse automatique", "absent du bureau", "absence du bureau", "message d'absence", "message d’absence",
	// Spanish, Portuguese, Italian
	"respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina",
	"resposta automática", "resposta automatica", "fora do escritório", "ausência temporária",
	"risposta automatica", "fuori sede", "fuori ufficio", "assenza dall'ufficio",
	// Dutch, Danish, Norwegian, Swedish, Finnish
	"automatisch antwoord", "automatisch antwoordbericht", "afwezig:", "afwezigheidsbericht", "niet aanwezig:",
	"automatisk svar", "autosvar", "ikke til stede", "fraværsbesked", "fraværsmelding", "fraværende:", "frånvaromeddelande", "frånvarande:", "automatiskt svar",
	"automaattinen vastaus", "poissa:", "poissaoloviesti",
	// Polish, Czech, Slovak, Hungarian, Romanian, Slovenian, Croatian
	"odpowiedź automatyczna", "automatyczna odpowiedź", "poza biurem", "nieobecność:",
	"automatická odpověď", "automatická odpoveď", "mimo kancelář", "automatikus válasz", "házon kívül",
	"răspuns automat", "raspuns automat", "samodejni odgovor", "automatski odgovor",
	// Russian, Ukrainian, Bulgarian, Greek, Turkish
	"автоматический ответ", "автоответ", "нет на месте", "автоматична відповідь", "автоматичен отговор",
	"αυτόματη απάντηση", "εκτός γραφείου", "otomatik yanıt", "otomatik cevap", "ofis dışında",
	// Hebrew, Arabic
	"תשובה אוטומטית", "מענה אוטומטי", "رد تلقائي", "الرد التلقائي", "خارج المكتب",
	// Chinese, Japanese, Korean, Thai, Vietnamese, Indonesian
	"自动答复", "自动回复", "自動回覆", "自動答覆", "不在办公室", "自動応答", "自動返信", "不在通知", "자동 회신", "자동 응답", "부재중",
	"ตอบกลับอัตโนมัติ", "การตอบกลับอัตโนมัติ", "trả lời tự động", "thư trả lời tự động", "balasan otomatis",
}

// outOfOffice gives the phrase of an automatic answer that the subject begins with, or "". A reply to such
// a mail, "Re: Automatic reply", is written by a person.
func outOfOffice(subject string) string {
	subject = strings.ToLower(strings.TrimLeft(subject, " [(*"))
	for _, phrase := range outOfOfficePhrases {
		if strings.HasPrefix(subject, phrase) {
			return phrase
		}
	}
	return ""
}
